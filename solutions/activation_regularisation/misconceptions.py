"""Wrong answers that students give, each under a name. A docstring says what such code does wrong."""

import itertools

from torch.nn.functional import mse_loss


def walk(model, x):
    """What each of the three modules gives."""
    before = model[0](x)
    hidden = model[1](before)
    return before, hidden, model[2](hidden)


def loss_weights(model, x, y, lam):
    """The penalty is on parameters of the model, not on the activations."""
    return mse_loss(model(x), y) + lam * sum(parameter.abs().sum() for parameter in model.parameters())


def loss_other_weights(pick, size):
    """The same on those parameters that are picked, whose sizes are added up."""

    def loss(model, x, y, lam):
        return mse_loss(model(x), y) + lam * sum(size(parameter) for parameter in pick(model))

    return loss


def all_parameters(model):
    return model.parameters()


def weights_alone(model):
    """Without the biases."""
    return [parameter for parameter in model.parameters() if parameter.ndim > 1]


def first_weights(model):
    """Those of the hidden layer, whose activations were meant."""
    return [model[0].weight]


PICKS = (all_parameters, weights_alone, first_weights)
SIZES = (
    lambda parameter: parameter.abs().sum(),
    lambda parameter: parameter.abs().mean(),
    lambda parameter: (parameter**2).sum(),  # weight decay
)


def loss_preactivation(model, x, y, lam):
    """The penalty is on the sums that go into the activation."""
    before, _, output = walk(model, x)
    return mse_loss(output, y) + lam * before.abs().mean()


def loss_output(model, x, y, lam):
    """The penalty is on the predictions."""
    _, _, output = walk(model, x)
    return mse_loss(output, y) + lam * output.abs().mean()


def loss_sum(model, x, y, lam):
    """The penalty is a sum over batch and units, and grows with both."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) + lam * hidden.abs().sum()


def loss_sum_over_units(model, x, y, lam):
    """The penalty is a mean over rows only."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) + lam * hidden.abs().sum(1).mean()


def loss_sum_over_rows(model, x, y, lam):
    """The penalty is a mean over units only."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) + lam * hidden.abs().sum(0).mean()


def loss_squared(model, x, y, lam):
    """The penalty squares the activations."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) + lam * (hidden**2).mean()


def loss_minus(model, x, y, lam):
    """The penalty is taken off the loss, so loud activations are rewarded."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) - lam * hidden.abs().mean()


def loss_detached(model, x, y, lam):
    """The penalty is a plain number, so it has no gradient."""
    _, hidden, output = walk(model, x)
    return mse_loss(output, y) + lam * hidden.abs().mean().item()


MISCONCEPTIONS = {
    "weights": [
        {"regularised_loss": loss_weights},
        *({"regularised_loss": loss_other_weights(*pair)} for pair in list(itertools.product(PICKS, SIZES))[1:]),
    ],
    "preactivation": {"regularised_loss": loss_preactivation},
    "output": {"regularised_loss": loss_output},
    "sum": [
        {"regularised_loss": loss_sum},
        {"regularised_loss": loss_sum_over_units},
        {"regularised_loss": loss_sum_over_rows},
    ],
    "squared": {"regularised_loss": loss_squared},
    "minus": {"regularised_loss": loss_minus},
    "detached": {"regularised_loss": loss_detached},
}
