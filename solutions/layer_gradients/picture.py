"""Draws the picture of the READMEs: the forward pass through three layers, the backward pass, and what it leaves.

Run it as `python solutions/layer_gradients/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "sample": "sample\n(N, 16)",
        "logits": "logits (N, 2)\nand target\ngive the loss",
        "forward": "forward pass: model(sample)",
        "backward": "backward pass: loss.backward()",
        "left": "fills .grad, with the shape of its parameter",
    },
    "picture.pt.svg": {
        "sample": "amostra\n(N, 16)",
        "logits": "logits (N, 2)\ne alvo dão\na perda",
        "forward": "passagem direta: model(sample)",
        "backward": "passagem de volta: loss.backward()",
        "left": "preenche .grad, com a forma do seu parâmetro",
    },
}
LAYERS = [("Linear 16-8", "(8, 16)", "(8,)"), ("Linear 8-4", "(4, 8)", "(4,)"), ("Linear 4-2", "(2, 4)", "(2,)")]
GREY = "#57606a"


def arrow(axes, start, end, color):
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8})


def draw(words):
    figure = Figure()
    axes = figure.subplots()
    axes.set(xlim=(-1.1, 12.1), ylim=(-0.2, 6.2))
    axes.set_axis_off()
    axes.text(-0.1, 4.0, words["sample"], ha="center", va="center")
    axes.text(11.0, 4.0, words["logits"], ha="center", va="center")
    for number, (name, weight, bias) in enumerate(LAYERS):
        x = 2.3 + 3 * number
        face = FancyBboxPatch((x - 0.95, 3.45), 1.9, 1.1, boxstyle="round,pad=0.05", fc="white", ec="C0", lw=1.8)
        axes.add_patch(face)
        axes.text(x, 4.2, f"model[{number}]", ha="center", va="center", family="DejaVu Sans Mono", fontsize=9)
        axes.text(x, 3.8, name, ha="center", va="center", fontsize=9, color=GREY)
        axes.text(x, 1.55, f'"{number}.weight" {weight}', ha="center", color="C1", fontsize=9)
        axes.text(x, 1.0, f'"{number}.bias" {bias}', ha="center", color="C1", fontsize=9)
        arrow(axes, (x, 2.75), (x, 2.05), "C1")
    for x in (0.6, 3.3, 6.3, 9.3):
        arrow(axes, (x + 0.05, 4.2), (x + (0.65 if x != 9.3 else 0.5), 4.2), "C0")
    axes.annotate("", (1.3, 2.85), (10.6, 2.85), arrowprops={"arrowstyle": "-|>", "color": "C1", "lw": 1.8})
    axes.text(5.3, 5.2, words["forward"], ha="center", color="C0")
    axes.text(5.3, 0.2, f"{words['backward']} {words['left']}", ha="center", color="C1", fontsize=9.5)
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
