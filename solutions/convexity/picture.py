"""Draws the picture of the READMEs: a convex curve with a line above it, and two descents into two valleys.

Run it as `python solutions/convexity/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "convex": "convex: one valley",
        "other": "not convex: two valleys",
        "above": "every such line\nruns above the curve",
        "below": "this line runs below",
        "top": "top",
    },
    "picture.pt.svg": {
        "convex": "convexa: um vale",
        "other": "não convexa: dois vales",
        "above": "toda reta assim\npassa acima da curva",
        "below": "esta reta passa abaixo",
        "top": "topo",
    },
}


def g(x):
    return x**4 - 4 * x**2 + x


def descend(x, steps, lr=0.02):
    points = [x]
    for _ in range(steps):
        points.append(points[-1] - lr * (4 * points[-1] ** 3 - 8 * points[-1] + 1))
    return np.array(points)


def draw(words):
    figure = Figure(figsize=(7.8, 3.6))
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))

    x = np.linspace(-2, 2, 80)
    left.plot(x, x**2, color="#57606a")
    ends = np.array([-1.0, 1.7])
    left.plot(ends, ends**2, "o--", color="C3", linewidth=1.5)
    left.text(-0.1, 3.0, words["above"], color="C3", ha="center", va="center")
    left.set(title=words["convex"], xlabel="x", yticks=range(5))

    x = np.linspace(-2.3, 2.22, 120)
    right.plot(x, g(x), color="#57606a")
    ends = np.array([-0.95, 1.0])
    right.plot(ends, g(ends), "o--", color="C3", linewidth=1.5)
    right.text(0.05, -4.5, words["below"], color="C3", ha="center", va="center")
    for start, color, marker, side in ((-2.0, "C2", "o", "right"), (2.0, "C1", "s", "left")):
        path = descend(start, 12)
        right.plot(path, g(path), marker, color=color)
        away = -7 if side == "right" else 7
        text = f"{start:g}".replace("-", "−")
        right.annotate(text, (start, g(start)), (away, 2), textcoords="offset points", color=color, ha=side)
        end = descend(start, 300)[-1]
        text = f"{end:.3f}".replace("-", "−")
        right.annotate(text, (end, g(end)), (0, -10), textcoords="offset points", color=color, ha="center", va="top")
    right.annotate(words["top"] + " 0.126", (0.126, g(0.126)), (0, 8), textcoords="offset points", ha="center")
    right.set(title=words["other"], xlabel="x", ylim=(-7.2, 5), xlim=(-2.7, 2.7))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
