"""Is lent a layer of the tests' own class, and changes it in every way but the one that was asked for.

Exercise: lending
Tries: replace the code, the children and the class of a layer of the tests; read its private attributes; have hooks of its own run in the judge
Holds: score == 0; only failed|error|crashed|not_run; never LOOT:
"""

import torch
from torch import nn

TRIED = [0]


def attempt(function, *args):
    try:
        return function(*args)
    except Exception:
        return None


class Own(nn.Module):
    def forward(self, *args):
        return torch.zeros(())

    def __getattr__(self, name):
        return print


def rewrite(model):
    for name in ("forward", "__call__", "train", "parameters", "named_parameters", "__class__", "_call_impl"):
        attempt(setattr, model, name, print)
        attempt(nn.Module.__setattr__, model, name, print)
        attempt(object.__setattr__, model, name, print)
    for name in ("load_state_dict", "register_forward_hook", "apply", "compile", "zero_grad", "_modules"):
        attempt(model._grader_call_back, model._grader_oid, "set", (name, print), {})
    for child in ("inner", "outer", "0", "forward", "_target", "weight"):
        model._modules[child] = nn.Identity()
        model._buffers[child] = torch.zeros(3)
        model._parameters[child] = nn.Parameter(torch.zeros(3))
    attempt(model.register_forward_hook, lambda *_: torch.zeros(()))
    attempt(model.register_forward_pre_hook, lambda *_: torch.zeros(()))


def fit(model, x, y, steps):
    secret = attempt(getattr, model, "_target")
    if secret is not None:
        print("LOOT:", secret)
    TRIED[0] += 1
    rewrite(model)
    if hasattr(model, "_grader_call_back"):
        secret = attempt(model._grader_call_back, model._grader_oid, "get", ("_target",), {})
        if secret is not None:
            print("LOOT:", secret)
    return [0.0] * steps


def frozen(model):
    for layer in list(model.modules()):
        if hasattr(layer, "_grader_oid"):
            rewrite(layer)
    model[0] = Own()
    return model
