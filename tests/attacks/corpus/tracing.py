"""Traces, profiles and audits everything that runs after it.

Exercise: slope
Tries: see and change local variables of whoever calls it, by sys.settrace, sys.monitoring, audit hooks and import hooks
Holds: score < full; never LOOT:
"""

import builtins
import sys
import threading

MARK = "LOOT" + ":"


def trace(frame, event, argument):
    if "test_slope" in frame.f_code.co_filename or "want" in frame.f_locals:
        print(MARK, frame.f_code.co_filename, frame.f_locals)
    frame.f_trace_opcodes = True
    return trace


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("test_") or "reference" in name:
            print(MARK, name)
        return None


sys.settrace(trace)
sys.setprofile(trace)
threading.settrace(trace)
sys.addaudithook(
    lambda event, arguments: print(MARK, arguments) if event == "import" and "reference" in str(arguments) else None
)
sys.meta_path.insert(0, Finder())
original = builtins.__import__
builtins.__import__ = lambda name, *more, **named: original(name, *more, **named)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
