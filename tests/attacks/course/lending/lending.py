"""Works with what the tests lend: a client, a log, a layer, a loader, a generator."""

import torch


class Names:
    """Some names, in order."""

    def __init__(self, names):
        self.names = list(names)

    def __iter__(self):
        return iter(self.names)


def notify(client, names):
    """Send a greeting to each."""
    for name in names:
        client.send(name, text=f"Hello {name}")
    return len(names)


def record(log, values):
    """Add each value to the log."""
    for value in values:
        log.add(value)


def only_short(names, longest):
    """Those that are not too long."""
    return Names(name for name in names if len(name) <= longest)


def fit(model, x, y, steps):
    """Gradient descent on the mean squared error; gives the losses."""
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.1 * parameter.grad
        losses.append(loss.item())
    return losses


def frozen(model):
    """The layer, with nothing left to learn."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def count(loader):
    """How many rows there are in all batches."""
    return sum(len(batch) for batch in loader)


def throws(generator, number):
    """Throws of a die."""
    return [int(generator.randint(1, 7)) for _ in range(number)]


def decode(data):
    """Text of UTF-8."""
    return data.decode()
