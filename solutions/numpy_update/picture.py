"""Draws the picture of the READMEs: steps of gradient descent over the loss of two weights.

Run it as `python solutions/numpy_update/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
INPUTS, TARGET, LR = np.array([3.0, 4.0]), 6.0, 0.01
WORDS = {
    "picture.svg": {
        "first": "first weight",
        "second": "second weight",
        "valley": "valley: loss 0",
        "loss": "loss {:.3g}",
        "gradient": "the gradient points\nuphill",
    },
    "picture.pt.svg": {
        "first": "primeiro peso",
        "second": "segundo peso",
        "valley": "vale: perda 0",
        "loss": "perda {:.3g}",
        "gradient": "o gradiente aponta\npara cima",
    },
}


def descend(steps):
    points = [np.array([1.0, 2.0])]
    for _ in range(steps):
        points.append(points[-1] - LR * 2 * (points[-1] @ INPUTS - TARGET) * INPUTS)
    return np.array(points)


def draw(words):
    figure = Figure(figsize=(6.2, 4.6))
    axes = figure.subplots()
    across = np.array([-0.6, 2.2])

    def where(error):
        """The second weight at which the prediction is off by `error`, for both ends of `across`."""
        return (TARGET + error - INPUTS[0] * across) / INPUTS[1]

    axes.set_facecolor("#4f87b8")
    for error in range(11, 0, -1):  # bands of equal loss, the outer ones first
        shade = 0.93 * (1 - error / 11) + 0.05
        axes.fill_between(across, where(-error), where(error), color="white", alpha=shade / 2, linewidth=0)
        for side in (-error, error):
            axes.plot(across, where(side), color="#57606a", linewidth=0.5)
    axes.plot(across, where(0), color="C2", linewidth=2)
    axes.text(-0.5, 1.59, words["valley"], color="C2", rotation=-36.9, rotation_mode="anchor", weight="bold")
    card = {"facecolor": "#fcfcfa", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
    path = descend(4)
    axes.plot(*path.T, "o-", color="C1", markersize=6)
    for point in path[:3]:
        value = (point @ INPUTS - TARGET) ** 2
        text = f"({point[0]:g}, {point[1]:g})   " + words["loss"].format(value)
        axes.annotate(text, point, (9, -5), textcoords="offset points", va="top", bbox=card)
    axes.annotate(
        "",
        path[0] + (0.3, 0.4),
        path[0],
        arrowprops={"arrowstyle": "-|>", "color": "#24292f", "linewidth": 1.4, "shrinkA": 4},
    )
    axes.text(*(path[0] + (0.14, 0.42)), words["gradient"], ha="right", va="center", bbox=card)
    axes.grid(visible=False)
    axes.set(xlabel=words["first"], ylabel=words["second"], xlim=(-0.6, 2.2), ylim=(0.4, 2.6), aspect="equal")
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
