"""Draws the picture of the READMEs: the first sample on its way through the small net, and where the penalty listens.

Run it as `python solutions/activation_regularisation/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "boxes": ("input", "sums", "hidden\nactivations", "prediction"),
        "penalty": "penalty: mean |hidden|",
        "error": "error: mean (prediction − target)²",
        "loss": "loss = error + lam · penalty",
    },
    "picture.pt.svg": {
        "boxes": ("entrada", "somas", "ativações\nocultas", "previsão"),
        "penalty": "penalidade: média de |ocultas|",
        "error": "erro: média de (previsão − alvo)²",
        "loss": "perda = erro + lam · penalidade",
    },
}
VALUES = ("[3, 4]", "[−1, 2.5]", "[0, 2.5]", "[5]")
LAYERS = ("model[0]\nLinear", "model[1]\nReLU", "model[2]\nLinear")
WIDTH, HEIGHT, STRIDE = 1.5, 1.1, 2.7


def box(axes, x, y, text, colour, width=WIDTH, height=HEIGHT):
    axes.text(
        x, y, text, ha="center", va="center", linespacing=1.4,
        bbox={"boxstyle": "round,pad=0.45", "facecolor": "#ffffff", "edgecolor": colour, "linewidth": 1.5},
    )  # fmt: skip


def arrow(axes, start, end, colour="#57606a", bend=0.0):
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.5, "connectionstyle": f"arc3,rad={bend}"}
    axes.annotate("", end, start, arrowprops=style)


def draw(words):
    figure = Figure(figsize=(8.0, 3.5))
    axes = figure.subplots()
    axes.set(xlim=(-1.0, 9.2), ylim=(-3.75, 1.3))
    axes.set_axis_off()
    for index, (name, value) in enumerate(zip(words["boxes"], VALUES, strict=True)):
        colour = "C1" if index == 2 else "C0" if index == 3 else "#57606a"
        box(axes, index * STRIDE, 0, f"{name}\n{value}", colour)
        if index:
            arrow(axes, ((index - 1) * STRIDE + 0.62, 0), (index * STRIDE - 0.68, 0))
            axes.text((index - 0.5) * STRIDE, 0.3, LAYERS[index - 1], ha="center", va="bottom", fontsize=8.5)
    box(axes, 2.35, -1.95, words["penalty"], "C1")
    box(axes, 7.0, -1.95, words["error"], "C0")
    arrow(axes, (2 * STRIDE - 0.3, -0.55), (3.2, -1.65), "C1")
    arrow(axes, (3 * STRIDE - 0.1, -0.42), (7.4, -1.65), "C0")
    box(axes, 4.7, -3.3, words["loss"], "#24292f")
    arrow(axes, (2.9, -2.25), (3.7, -3.0), "C1")
    arrow(axes, (6.4, -2.25), (5.6, -3.0), "C0")
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
