"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""


def history_loss_after_update(weights, inputs, target, lr, steps):
    """The losses are taken after each update only, so the first one is missing."""
    losses = []
    for _ in range(steps):
        weights = weights - lr * 2 * ((weights * inputs).sum() - target) * inputs
        losses.append(float(((weights * inputs).sum() - target) ** 2))
    return losses


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


def diagnose_small_is_good(losses):
    """A loss that falls at all is called good, however slowly."""
    return "good" if losses[-1] < losses[0] else "too_high"


MISCONCEPTIONS = {
    "loss_after_update": {"loss_history": history_loss_after_update},
    "raw_error": {"loss_history": history_raw_error},
    "faster_is_better": {"diagnose": diagnose_faster_is_better},
    "small_is_good": {"diagnose": diagnose_small_is_good},
}
