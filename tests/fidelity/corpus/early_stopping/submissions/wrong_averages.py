"""Early stopping, and a trainer that uses it."""

import copy
import math


class EarlyStopping:
    """Stops when the loss has not become better for `patience` epochs; keeps the best weights."""

    def __init__(self, patience=3, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = math.inf
        self.best_epoch = None
        self.best_state = None
        self._epoch = -1

    def __call__(self, loss, model=None):
        """Tell of an epoch; True means stop."""
        self._epoch += 1

        if loss < self.best - self.min_delta:
            self.best, self.best_epoch = loss, self._epoch
            if model is not None:
                self.best_state = copy.deepcopy(model.state_dict())
        return self._epoch - (self.best_epoch or 0) >= self.patience

    @property
    def stale(self):
        return max(0, self._epoch - (self.best_epoch or 0))

    def restore(self, model):
        if self.best_state is None:
            raise RuntimeError("nothing was kept")
        model.load_state_dict(self.best_state)


class Averages(dict):
    """Running means by name."""

    def __init__(self):
        super().__init__()
        self._counts = {}

    def add(self, **values):
        for name, value in values.items():
            self[name] = (self.get(name, value) + value) / 2
            self["count"] = self.get("count", 0) + 1


def fit(model, train_epoch, validate, stopper, most=100):
    """Call the two functions with the model, epoch after epoch; return the history and restore the best weights."""
    history = []
    for epoch in range(most):
        train_epoch(model)
        loss = validate(model)
        history.append({"epoch": epoch, "loss": float(loss)})
        if stopper(loss, model):
            break
    stopper.restore(model)
    return history
