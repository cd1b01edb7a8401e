"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""

import math


def history_loss_after_update(weights, inputs, target, lr, steps):
    """The losses are taken after each update only, so the first one is missing."""
    losses = []
    for _ in range(steps):
        weights = weights - lr * 2 * ((weights * inputs).sum() - target) * inputs
        losses.append(float(((weights * inputs).sum() - target) ** 2))
    return losses


def history_raw_error_from_the_target(weights, inputs, target, lr, steps):
    """The errors are listed without being squared, as target minus prediction."""
    return [-error for error in history_raw_error(weights, inputs, target, lr, steps)]


def history_absolute_error(weights, inputs, target, lr, steps):
    """The sizes of the errors are listed, not their squares."""
    return [abs(error) for error in history_raw_error(weights, inputs, target, lr, steps)]


def history_raw_error(weights, inputs, target, lr, steps):
    """The errors are listed without being squared."""
    errors = [float((weights * inputs).sum() - target)]
    for _ in range(steps):
        weights = weights - lr * 2 * errors[-1] * inputs
        errors.append(float((weights * inputs).sum() - target))
    return errors


def diagnose_faster_is_better(losses):
    """A loss that moves fast is called good, even if it grows."""
    ratio = losses[-1] / losses[0]
    return "good" if ratio < 0.6 or ratio > 1.4 else "too_low"


def diagnose_faster_is_better_if_finite(losses):
    """A loss that moves fast is called good, even if it grows, as long as it is a finite number."""
    return diagnose_faster_is_better(losses) if math.isfinite(losses[-1]) else "too_high"


def diagnose_faster_is_better_unless_flat(losses):
    """A loss that moves fast is called good, even if it grows; one that stands still is called too high."""
    if losses[-1] == losses[0] or not math.isfinite(losses[-1]):
        return "too_high"
    return diagnose_faster_is_better(losses)


def diagnose_never_too_high(losses):
    """A loss that does not fall slowly is called good, even if it grows."""
    return "too_low" if 0.95 < losses[-1] / losses[0] < 1 else "good"


def diagnose_never_too_high_if_finite(losses):
    """A loss that does not fall slowly is called good, even if it grows, as long as it is a finite number."""
    return diagnose_never_too_high(losses) if math.isfinite(losses[-1]) else "too_high"


def diagnose_small_is_good(losses):
    """A loss that falls at all is called good, however slowly."""
    return "good" if losses[-1] < losses[0] else "too_high"


def diagnose_small_is_good_unless_it_grows(losses):
    """A loss that does not grow is called good, however slowly it falls."""
    return "too_high" if losses[-1] > losses[0] or not math.isfinite(losses[-1]) else "good"


def diagnose_small_is_good_and_nan_too(losses):
    """A loss that does not grow is called good, and so is one that is no number."""
    return "too_high" if losses[-1] >= losses[0] else "good"


MISCONCEPTIONS = {
    "loss_after_update": {"loss_history": history_loss_after_update},
    "raw_error": [
        {"loss_history": history_raw_error},
        {"loss_history": history_raw_error_from_the_target},
        {"loss_history": history_absolute_error},
    ],
    "faster_is_better": [
        {"diagnose": diagnose_faster_is_better},
        {"diagnose": diagnose_faster_is_better_if_finite},
        {"diagnose": diagnose_faster_is_better_unless_flat},
        {"diagnose": diagnose_never_too_high},
        {"diagnose": diagnose_never_too_high_if_finite},
    ],
    "small_is_good": [
        {"diagnose": diagnose_small_is_good},
        {"diagnose": diagnose_small_is_good_unless_it_grows},
        {"diagnose": diagnose_small_is_good_and_nan_too},
    ],
}
