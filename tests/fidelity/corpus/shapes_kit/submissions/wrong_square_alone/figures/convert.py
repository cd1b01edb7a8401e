from . import round, straight


def to_dict(shape):
    return dict(vars(shape), kind=type(shape).__name__)


def from_dict(values):
    values = dict(values)
    kind = values.pop("kind")
    for module in (round, straight):
        if hasattr(module, kind):
            return getattr(module, kind)(**values)
    raise LookupError(f"no shape is called {kind}")
