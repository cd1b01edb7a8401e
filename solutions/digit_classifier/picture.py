"""Draws the picture of the READMEs: two glyphs, the weights that training finds for them, and the loss on the way.

Run it as `python solutions/digit_classifier/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
THREE = ".###. ...#. .###. ...#. .###."
SEVEN = ".###. ...#. ...#. ..#.. ..#.."
WORDS = {
    "picture.svg": {
        "three": "a 3: target 1",
        "seven": "a 7: target 0",
        "weights": "weights after\n9 updates",
        "speaks": ("speaks\nfor 3", "speaks\nfor 7"),
        "updates": "updates",
        "loss": "loss",
    },
    "picture.pt.svg": {
        "three": "um 3: alvo 1",
        "seven": "um 7: alvo 0",
        "weights": "pesos após\n9 atualizações",
        "speaks": ("fala\npelo 3", "fala\npelo 7"),
        "updates": "atualizações",
        "loss": "perda",
    },
}


def read_glyph(rows):
    return np.array([[float(mark == "#") for mark in row] for row in rows.split()])


def train(images, targets, updates, lr=1.0):
    """The weights after the updates, and the loss after none, one, two and so on."""
    weights, bias, losses = np.zeros(images.shape[1]), 0.0, []
    for step in range(updates + 1):
        p = 1 / (1 + np.exp(-(images @ weights + bias)))
        losses.append(float(np.abs(p - targets).mean()))
        if step < updates:
            pull = np.sign(p - targets) * p * (1 - p) / len(targets)
            weights, bias = weights - lr * images.T @ pull, bias - lr * pull.sum()
    return weights, losses


def show(axes, pixels, title, colours, low, high):
    axes.pcolormesh(pixels[::-1], cmap=colours, vmin=low, vmax=high, edgecolor="#d0d0cc", linewidth=0.6)
    axes.set(aspect="equal", xticks=[], yticks=[])
    axes.set_title(title, loc="center", fontsize=10)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)


def draw(words):
    glyphs = [read_glyph(rows) for rows in (THREE, SEVEN)]
    weights, losses = train(np.array([glyph.ravel() for glyph in glyphs]), np.array([1.0, 0.0]), 9)
    figure = Figure(figsize=(8.4, 2.9))
    axes = figure.subplots(1, 4, width_ratios=(1, 1, 1.25, 1.9))
    show(axes[0], glyphs[0], words["three"], "Greys", 0, 1.25)
    show(axes[1], glyphs[1], words["seven"], "Greys", 0, 1.25)
    weights = weights.reshape(5, 5)
    limit = np.abs(weights).max() * 1.6
    show(axes[2], weights, words["weights"], "PuOr", -limit, limit)
    # Signs as well as colours, for who can't tell the colours apart.
    for (row, column), weight in np.ndenumerate(weights):
        if abs(weight) > 0.05:
            axes[2].text(column + 0.5, 4.5 - row, "+" if weight > 0 else "−", ha="center", va="center", fontsize=11)
    axes[2].text(0.0, -0.3, f"+ {words['speaks'][0]}", ha="left", va="top", fontsize=9)
    axes[2].text(5.0, -0.3, f"− {words['speaks'][1]}", ha="right", va="top", fontsize=9)
    axes[3].plot(losses, "o-", markersize=4.5)
    axes[3].set(xlabel=words["updates"], ylabel=words["loss"], ylim=(0, 0.55), xticks=range(0, 10, 3))
    axes[3].annotate(f"{losses[0]:.1f}", (0, losses[0]), (0.35, losses[0]), va="center")
    axes[3].annotate(f"{losses[-1]:.4f}", (9, losses[-1]), (9, losses[-1] + 0.03), ha="right", va="bottom")
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
