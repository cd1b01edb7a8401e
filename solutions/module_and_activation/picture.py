"""Draws the picture of the READMEs: what four activations make of a logit, and which values they can reach.

Run it as `python solutions/module_and_activation/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {"logit": "logit z", "output": "output", "positive": "always above 0", "elu": "ELU falls below 0"},
    "picture.pt.svg": {"logit": "logit z", "output": "saída", "positive": "sempre acima de 0", "elu": "ELU fica abaixo de 0"},
}


def draw(words):
    figure = Figure()
    axes = figure.subplots()
    z = np.linspace(-3, 3, 241)
    axes.axhline(0, color="#57606a", linewidth=0.8)
    axes.plot(z, z, color="C3", linewidth=1.6, linestyle=(0, (5, 2)))
    axes.plot(z, np.where(z > 0, z, np.expm1(z)), color="C1", linewidth=1.8)
    axes.plot(z, np.log1p(np.exp(z)), color="C2")
    axes.plot(z, 1 / (1 + np.exp(-z)), color="C0")
    labels = (("identity", -1.62, "C3"), ("ELU", -0.93, "C1"), ("sigmoid", 0.95, "C0"), ("softplus", 3.05, "C2"))
    axes.text(3.08, 2.62, "identity, ELU", color="C3", va="center")
    axes.text(-1.72, -1.95, "identity", color="C3", va="center", ha="left")
    for name, height, color in labels[2:]:
        axes.text(3.08, height, name, color=color, va="center")
    axes.plot([-1, -1], [np.expm1(-1), np.log1p(np.exp(-1))], "o", color="#24292f", markersize=4.5)
    pointer = {"arrowstyle": "->", "shrinkB": 4}
    axes.annotate(
        f"ELU(-1) = -0.632\n{words['elu']}",
        (-1, np.expm1(-1)),
        (0.35, -1.4),
        color="C1",
        va="center",
        arrowprops={**pointer, "color": "C1"},
    )
    axes.annotate(
        f"softplus(-1) = 0.313\n{words['positive']}",
        (-1, np.log1p(np.exp(-1))),
        (-2.9, 1.75),
        color="C2",
        va="center",
        arrowprops={**pointer, "color": "C2"},
    )
    axes.set(xlabel=words["logit"], ylabel=words["output"], xlim=(-3, 4.3), ylim=(-2.2, 3.3), xticks=range(-3, 4))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
