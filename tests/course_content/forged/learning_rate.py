"""Answers that know the figures of the README and nothing else."""

KNOWN = {126.5625: "too_high", 23.78: "too_low", 0.0: "good", 6.25: "good"}


def know(otherwise):
    """The README's diagnoses, and one answer for all that it does not name."""

    def diagnose(losses):
        return KNOWN.get(losses[-1], otherwise)

    return {"loss_history": lambda *_: [25.0, 6.25, 1.5625], "diagnose": diagnose}


HARD_CODED = [know(otherwise) for otherwise in ("too_high", "too_low", "good")]
