"""Draws the picture of the READMEs: the five lines of an epoch as a circle, and the loss with and without clearing.

Run it as `python solutions/training_loop/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "steps": ("1 clear", "2 forward", "3 loss", "4 backward", "5 step"),
        "again": "once\nan epoch",
        "epoch": "epoch",
        "loss": "loss",
        "right": "cleared each epoch",
        "wrong": "never cleared",
    },
    "picture.pt.svg": {
        "steps": ("1 limpar", "2 para a frente", "3 perda", "4 para trás", "5 passo"),
        "again": "uma vez\npor época",
        "epoch": "época",
        "loss": "perda",
        "right": "limpos a cada época",
        "wrong": "nunca limpos",
    },
}


def losses(epochs, *, clear):
    """The squared errors of weights [1, 2] on the sample [3, 4] with target 6, at learning rate 0.01."""
    weights, inputs, gradient, seen = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.zeros(2), []
    for _ in range(epochs):
        error = weights @ inputs - 6
        seen.append(error**2)
        gradient = 2 * error * inputs + (0 if clear else gradient)
        weights = weights - 0.01 * gradient
    return seen


def draw(words):
    figure = Figure(figsize=(7.8, 3.3))
    circle, axes = figure.subplots(1, 2, width_ratios=(1, 1.25))
    circle.set(xlim=(-1.75, 1.75), ylim=(-1.35, 1.35), aspect="equal")
    circle.set_axis_off()
    angles = np.pi / 2 - 2 * np.pi * np.arange(5) / 5
    for index, (angle, text) in enumerate(zip(angles, words["steps"], strict=True)):
        colour = ("C1", "C0", "C0", "C0", "C2")[index]
        circle.text(
            1.2 * np.cos(angle), 1.05 * np.sin(angle), text, ha="center", va="center", color=colour, fontsize=9.5,
            bbox={"boxstyle": "round,pad=0.35", "facecolor": "#ffffff", "edgecolor": colour, "linewidth": 1.4},
        )  # fmt: skip
        start, end = angle - 0.42, angle - 2 * np.pi / 5 + 0.42
        circle.annotate(
            "",
            (1.05 * np.cos(end), 0.92 * np.sin(end)),
            (1.05 * np.cos(start), 0.92 * np.sin(start)),
            arrowprops={"arrowstyle": "-|>", "color": "#57606a", "linewidth": 1.3, "connectionstyle": "arc3,rad=-0.2"},
        )
    circle.text(0, 0, words["again"], ha="center", va="center")
    epochs = np.arange(1, 9)
    axes.plot(epochs, losses(8, clear=False), "s--", color="C1", label=words["wrong"], markersize=7)
    axes.plot(epochs, losses(8, clear=True), "o-", color="C0", label=words["right"], markersize=4.5)
    axes.set(xlabel=words["epoch"], ylabel=words["loss"], xticks=epochs, ylim=(-1.5, 45))
    axes.legend(loc="upper right", ncols=1)
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
