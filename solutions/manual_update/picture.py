"""Draws the picture of the READMEs: a step that only moves a name, and a step that changes the model's own tensor.

Run it as `python solutions/manual_update/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

HERE = Path(__file__).parent
WORDS = {
    "picture.svg": {
        "rebind": "The name moves, the model does not",
        "place": "The model's own tensor changes",
        "model": "model",
        "name": "the name\nweight",
        "old": "still here",
        "new": "a new tensor",
        "before": "before",
    },
    "picture.pt.svg": {
        "rebind": "O nome muda de lugar, o modelo não",
        "place": "O tensor do próprio modelo muda",
        "model": "modelo",
        "name": "o nome\nweight",
        "old": "continua aqui",
        "new": "um tensor novo",
        "before": "antes",
    },
}
INK, GREY = "#24292f", "#57606a"


def box(axes, x, y, text, color, note=""):
    """A tensor, 2.2 wide and 0.9 high, around (x, y)."""
    shape = FancyBboxPatch((x - 1.1, y - 0.45), 2.2, 0.9, boxstyle="round,pad=0.05", fc="white", ec=color, lw=1.8)
    axes.add_patch(shape)
    axes.text(x, y, text, ha="center", va="center", family="DejaVu Sans Mono")
    axes.text(x, y - 0.72, note, ha="center", va="center", color=color, fontsize=9)


def arrow(axes, start, end, color, style="-"):
    line = {"arrowstyle": "-|>", "color": color, "lw": 1.6, "linestyle": style}
    axes.annotate("", end, start, arrowprops=line)


def draw(words):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    for axes, title, code in (
        (left, words["rebind"], "weight = weight - lr * grad"),
        (right, words["place"], "weight -= lr * grad"),
    ):
        axes.set(xlim=(0, 6), ylim=(0, 4.6))
        axes.set_axis_off()
        axes.set_title(title)
        axes.text(0, 4.2, code, family="DejaVu Sans Mono", fontsize=9.5, color=GREY)
        axes.text(0.7, 2.95, words["model"], ha="center", va="center", color=INK, weight="bold")
        axes.text(0.7, 1.0, words["name"], ha="center", va="center", color=INK)
    box(left, 4.5, 2.95, "[1.0, 2.0]", "C0", words["old"])
    box(left, 4.5, 1.0, "[0.7, 1.6]", "C1", words["new"])
    arrow(left, (1.45, 2.95), (3.3, 2.95), "C0")
    arrow(left, (1.45, 1.35), (3.3, 2.6), GREY, (0, (3, 3)))
    left.text(2.0, 2.15, words["before"], ha="right", va="center", color=GREY, fontsize=9)
    arrow(left, (1.45, 1.0), (3.3, 1.0), "C1")
    box(right, 4.5, 2.95, "[0.7, 1.6]", "C2")
    arrow(right, (1.45, 2.95), (3.3, 2.95), "C2")
    arrow(right, (1.45, 1.2), (3.3, 2.55), "C2")
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
