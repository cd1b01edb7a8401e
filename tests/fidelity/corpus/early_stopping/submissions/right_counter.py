import math


class EarlyStopping:
    def __init__(self, patience=3, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.best_epoch = float("inf"), None
        self.epoch, self.stale = 0, 0
        self.weights = None

    def __call__(self, loss, model=None):
        if loss != loss:
            raise FloatingPointError(loss)
        if loss + self.min_delta < self.best:
            self.best = loss
            self.best_epoch = self.epoch
            self.stale = 0
            if model:
                self.weights = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.stale += 1
        self.epoch += 1
        return self.stale >= self.patience

    def restore(self, model):
        if not self.weights:
            raise RuntimeError("there is nothing to restore")
        model.load_state_dict(self.weights)


class Averages(dict):
    def __init__(self):
        self.all = {}

    def add(self, **values):
        for k in values:
            self.all.setdefault(k, []).append(values[k])
            self[k] = math.fsum(self.all[k]) / len(self.all[k])


def fit(model, train_epoch, validate, stopper, most=100):
    history, stop = [], False
    while not stop and len(history) < most:
        train_epoch(model)
        loss = validate(model)
        stop = stopper(loss, model)
        history.append(dict(epoch=len(history), loss=loss))
    stopper.restore(model)
    return history
