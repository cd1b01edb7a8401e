"""Draws the picture of the READMEs: the loss over five steps, for four learning rates.

Run it as `python solutions/learning_rate/picture.py [DIR]`; without DIR it writes beside itself.
"""

import sys
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

HERE = Path(__file__).parent
SQUARES = 3.0**2 + 4.0**2  # of the inputs 3 and 4
RATES = {  # color, marker, and where the words stand
    0.05: ("C1", "s", (1.15, 61)),
    0.04: ("C3", "D", (2.2, 30)),
    0.0001: ("C0", "^", (2.2, 19)),
    0.01: ("C2", "o", (1.5, 7.5)),
}
WORDS = {
    "picture.svg": {
        "steps": "steps",
        "loss": "loss",
        0.05: "lr 0.05: too high",
        0.04: "lr 0.04: too high, it jumps to and fro",
        0.0001: "lr 0.0001: too low",
        0.01: "lr 0.01: good",
    },
    "picture.pt.svg": {
        "steps": "passos",
        "loss": "perda",
        0.05: "lr 0.05: alta demais",
        0.04: "lr 0.04: alta demais, salta de um lado para o outro",
        0.0001: "lr 0.0001: baixa demais",
        0.01: "lr 0.01: boa",
    },
}


def draw(words):
    figure = Figure()
    axes = figure.subplots()
    steps = np.arange(6)
    for rate, (color, marker, place) in RATES.items():
        axes.plot(steps, 25 * (1 - 2 * rate * SQUARES) ** (2 * steps), color=color, marker=marker)
        axes.text(*place, words[rate], color=color, va="center")
    axes.set(xlabel=words["steps"], ylabel=words["loss"], xlim=(-0.15, 5.4), ylim=(-2, 68))
    return figure


if __name__ == "__main__":
    matplotlib.style.use(["default", HERE.parent / "picture.mplstyle"])
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE
    for name, words in WORDS.items():
        draw(words).savefig(folder / name, metadata={"Date": None, "Creator": None})
