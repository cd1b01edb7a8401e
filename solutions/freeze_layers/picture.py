"""Draws the picture of the READMEs: one weight while its layer is frozen, with and without an old gradient left.

The weight of the loss (w - 1) ** 2 is trained by SGD with momentum for six steps, then frozen.
Run it as `python solutions/freeze_layers/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure

HERE = Path(__file__).parent
LR, MOMENTUM, FROZEN_AT, STEPS = 0.03, 0.9, 6, 18
WORDS = {
    "picture.svg": {
        "step": "optimizer step",
        "weight": "a weight of the layer",
        "frozen": "frozen after step 6",
        "none": ".grad is None: the weight stays",
        "kept": ".grad kept: the optimizer goes on",
    },
    "picture.pt.svg": {
        "step": "passo do otimizador",
        "weight": "um peso da camada",
        "frozen": "congelada depois do passo 6",
        "none": ".grad é None: o peso fica",
        "kept": ".grad mantido: o otimizador continua",
    },
}


def walk(*, keep):
    """The weight after each step; from `FROZEN_AT` on its gradient stays what it was, or is gone."""
    weight, pull, gradient, path = 0.0, 0.0, 0.0, [0.0]
    for step in range(STEPS):
        if step < FROZEN_AT:
            gradient = 2 * (weight - 1)
        if step < FROZEN_AT or keep:
            pull = MOMENTUM * pull + gradient
            weight -= LR * pull
        path.append(weight)
    return path


def draw(words):
    figure = Figure()
    axes = figure.subplots()
    axes.axvline(FROZEN_AT, color="#57606a", linewidth=1, linestyle=(0, (3, 3)))
    kept, still = walk(keep=True), walk(keep=False)
    axes.plot(range(FROZEN_AT, STEPS + 1), kept[FROZEN_AT:], color="C1", marker="o", markersize=4)
    axes.plot(range(FROZEN_AT, STEPS + 1), still[FROZEN_AT:], color="C2", marker="o", markersize=4)
    axes.plot(range(FROZEN_AT + 1), still[: FROZEN_AT + 1], color="C0", marker="o", markersize=4)
    axes.text(FROZEN_AT - 0.25, kept[-1] * 0.92, words["frozen"], color="#57606a", ha="right")
    axes.text(STEPS, still[-1] - 0.17, words["none"], color="C2", ha="right", va="center")
    axes.text(STEPS, still[-1] + 0.55, words["kept"], color="C1", ha="right", va="center")
    axes.set(xlabel=words["step"], ylabel=words["weight"], xlim=(-0.5, STEPS + 0.5), ylim=(-0.1, kept[-1] * 1.05))
    axes.set_xticks(range(0, STEPS + 1, 3))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
