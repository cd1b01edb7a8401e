"""Draws the picture of the READMEs: forwards through three layers, and back again with delta.

Run it as `python solutions/three_layer_backprop/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {"forward": "forwards: values", "back": "back: gradients", "loss": "loss", "layer": "layer L{}"},
    "picture.pt.svg": {
        "forward": "para a frente: valores",
        "back": "de volta: gradientes",
        "loss": "perda",
        "layer": "camada L{}",
    },
}
VALUES = ("$x = h_0$\n(N, 16)", "$h_1$\n(N, 8)", "$h_2$\n(N, 4)", "$z$\n(N, 2)")
STRIDE = 2.6


def arrow(axes, start, end, colour):
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6})


def box(axes, x, y, text, colour):
    axes.text(
        x, y, text, ha="center", va="center", color=colour, linespacing=1.5,
        bbox={"boxstyle": "round,pad=0.4", "facecolor": "#ffffff", "edgecolor": colour, "linewidth": 1.4},
    )  # fmt: skip


def draw(words):
    figure = Figure(figsize=(8.0, 3.9))
    axes = figure.subplots()
    axes.set(xlim=(-0.9, 10.6), ylim=(-3.9, 1.5))
    axes.set_axis_off()
    for index, value in enumerate(VALUES):
        box(axes, index * STRIDE, 0, value, "C0")
        if index < 3:
            arrow(axes, (index * STRIDE + 0.45, 0), ((index + 1) * STRIDE - 0.45, 0), "C0")
    box(axes, 3.75 * STRIDE, -1.0, words["loss"], "#24292f")
    arrow(axes, (3 * STRIDE + 0.4, -0.2), (3.75 * STRIDE - 0.3, -0.72), "C0")
    arrow(axes, (3.75 * STRIDE - 0.3, -1.3), (3 * STRIDE + 0.3, -1.9), "C1")
    for layer in range(3):
        middle = (layer + 0.5) * STRIDE
        shift = 0.5 * STRIDE
        axes.text(middle, 0.55, words["layer"].format(layer), ha="center", fontsize=9)
        box(axes, middle + shift, -2.0, f"$\\delta_{layer}$", "C1")
        # dW needs what went in, and the delta of what came out.
        box(
            axes,
            middle,
            -3.35,
            f"$dW_{layer} = \\delta_{layer}^T h_{layer}$\n$db_{layer} = \\Sigma\\,\\delta_{layer}$",
            "C2",
        )
        arrow(axes, (middle + shift - 0.15, -2.3), (middle + 0.5, -2.85), "C2")
        arrow(axes, (layer * STRIDE + 0.12, -0.45), (middle - 0.4, -2.85), "C2")
        if layer:
            arrow(axes, (middle + shift - 0.25, -2.0), (middle - shift + 0.25, -2.0), "C1")
            axes.text(middle, -1.9, f"$\\cdot\\, W_{layer}$", ha="center", va="bottom", color="C1")
    axes.text(-0.75, 1.2, words["forward"], color="C0", va="center")
    axes.text(-0.75, -2.0, words["back"].replace(": ", ":\n"), color="C1", va="center")
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
