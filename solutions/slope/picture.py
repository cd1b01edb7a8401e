"""Draws the picture of the READMEs: the loss over one weight, its slope at weight 2, and one step downhill.

Run it as `python solutions/slope/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "weight": "weight w",
        "loss": "loss  (3w − 10)²",
        "slope": "slope −24:\n0.5 to the right,\n12 down",
        "step": "one step with lr 0.01:\nw goes from 2 to 2.24",
        "best": "the loss is 0 here",
    },
    "picture.pt.svg": {
        "weight": "peso w",
        "loss": "perda  (3w − 10)²",
        "slope": "inclinação −24:\n0.5 para a direita,\n12 para baixo",
        "step": "um passo com lr 0.01:\nw vai de 2 para 2.24",
        "best": "aqui a perda é 0",
    },
}


def draw(words):
    figure = Figure()
    axes = figure.subplots()

    def loss(weight):
        return (3 * weight - 10) ** 2

    weights = np.linspace(1.4, 4.6, 200)
    axes.plot(weights, loss(weights), color="C0")
    axes.plot([1.6, 2.62], [loss(2) + 24 * 0.4, loss(2) - 24 * 0.62], color="C1", linewidth=1.6)
    # The triangle under the tangent, half a unit wide.
    axes.plot([2, 2, 2.5], [loss(2), loss(2) - 12, loss(2) - 12], color="C1", linewidth=1.1, linestyle=(0, (3, 2)))
    axes.text(1.95, 5.2, words["slope"], color="C1", ha="right", va="center")
    axes.plot([2], [loss(2)], "o", color="C1")
    axes.plot([2.24], [loss(2.24)], "o", color="C2")
    axes.annotate(
        words["step"],
        (2.24, loss(2.24)),
        (2.45, 22),
        color="C2",
        arrowprops={"arrowstyle": "->", "color": "C2", "shrinkB": 5, "relpos": (0.1, 0)},
    )
    axes.plot([10 / 3], [0], "o", color="C0")
    axes.annotate(
        words["best"],
        (10 / 3, 0),
        (10 / 3, 9),
        color="C0",
        ha="center",
        arrowprops={"arrowstyle": "->", "color": "C0", "shrinkB": 5},
    )
    axes.set(xlabel=words["weight"], ylabel=words["loss"], xlim=(1.15, 4.7), ylim=(-2, 32))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
