"""Draws the picture of the READMEs: forty answers of a small net to one row, with Dropout at work and at rest.

Run it as `python solutions/save_load_infer/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
CALLS = 40
WORDS = {
    "picture.svg": {
        "call": "call, always with the same row",
        "gap": "logit 1 minus logit 0",
        "train": "training mode: Dropout drops other numbers each time",
        "eval": "evaluation mode: one answer",
        "one": "class 1",
        "zero": "class 0",
    },
    "picture.pt.svg": {
        "call": "chamada, sempre com a mesma linha",
        "gap": "logit 1 menos logit 0",
        "train": "modo de treino: o Dropout apaga outros números a cada vez",
        "eval": "modo de avaliação: uma resposta só",
        "one": "classe 1",
        "zero": "classe 0",
    },
}


def draw(words):
    draws = np.random.default_rng(4)
    hidden, weights = draws.uniform(0.3, 1.5, 8), np.array([0.9, -0.6, 0.7, 0.8, -0.7, -0.5, 0.9, 0.3])
    kept = draws.random((CALLS, 8)) < 0.5
    training = (2 * kept * hidden) @ weights  # Dropout doubles what it keeps
    figure = Figure()
    axes = figure.subplots()
    calls = np.arange(1, CALLS + 1)
    axes.axhline(0, color="#57606a", linewidth=1)
    axes.plot(calls, training, "o", color="C1", markersize=5)
    axes.plot(calls, np.full(CALLS, hidden @ weights), color="C2")
    axes.text(1, 9.4, words["train"], color="C1")
    axes.text(CALLS + 0.8, hidden @ weights, words["eval"].replace(": ", ":\n"), color="C2", va="center")
    axes.text(CALLS + 0.8, 7, words["one"], color="#57606a", va="center")
    axes.text(CALLS + 0.8, -2.5, words["zero"], color="#57606a", va="center")
    axes.set(xlabel=words["call"], ylabel=words["gap"], xlim=(0, CALLS + 12), ylim=(-4.5, 11), xticks=range(0, 41, 10))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
