"""Draws the picture of the READMEs: five steps of gradient descent on x squared, with two learning rates.

Run it as `python solutions/derivative_descent/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {"near": "lr 0.1: closer with every step", "far": "lr 1.1: further with every step", "start": "start"},
    "picture.pt.svg": {"near": "lr 0.1: mais perto a cada passo", "far": "lr 1.1: mais longe a cada passo", "start": "início"},
}


def draw_walk(axes, words, title, lr, reach, color):
    curve = np.linspace(-reach, reach, 120)
    axes.plot(curve, curve**2, color="#57606a", linewidth=1.4)
    points = [3.0]
    for _ in range(5):
        points.append(points[-1] - lr * 2 * points[-1])
    points = np.array(points)
    if lr > 1:  # the small steps need no arrows
        for before, after in zip(points, points[1:], strict=False):
            arrow = {"arrowstyle": "->", "color": color, "linewidth": 1.3, "shrinkA": 3, "shrinkB": 3}
            axes.annotate("", (after, after**2), (before, before**2), arrowprops=arrow)
    axes.plot(points, points**2, "o", color=color)
    axes.annotate(words["start"], (3, 9), (8, -3), textcoords="offset points", va="top")
    axes.set(title=title, xlabel="x")


def draw(words):
    figure = Figure(figsize=(7.6, 3.4))
    left, right = figure.subplots(1, 2)
    draw_walk(left, words, words["near"], 0.1, 3.7, "C2")
    left.set(ylabel="f(x) = x²", xlim=(-4.4, 4.4), xticks=[-3, 0, 3])
    draw_walk(right, words, words["far"], 1.1, 8, "C1")
    right.set(xlim=(-9, 9), xticks=[-6, -3, 0, 3, 6])
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
