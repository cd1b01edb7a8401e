"""np.errstate, print options, the recursion limit, decimal's context and autocast of a test hold in student code, and end with it."""

import decimal
import sys
import warnings

import numpy as np
import pytest
import torch
from torch import nn

import lab_settings


def test_errors_are_raised():
    with np.errstate(divide="raise"):
        with pytest.raises(FloatingPointError, match="divide by zero"):
            lab_settings.ratios(np.ones(2), np.zeros(2))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert lab_settings.ratios(np.ones(1), np.zeros(1)).tolist() == [np.inf]


def test_errors_are_warned_of():
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        lab_settings.ratios(np.ones(2), np.zeros(2))
    with pytest.warns(RuntimeWarning):
        lab_settings.mean_log(np.array([0.0]))


def test_arrays_are_written():
    values = np.array([1.23456, 100.0])
    with np.printoptions(precision=2, suppress=True):
        assert lab_settings.show(values) == "values: [  1.23 100.  ]"
    assert lab_settings.show(values) == "values: [  1.23456 100.     ]"


def test_long_arrays_are_cut():
    with np.printoptions(threshold=4, edgeitems=1):
        assert lab_settings.show(np.arange(10)) == "values: [0 ... 9]"


def test_tensors_are_written():
    torch.set_printoptions(precision=1)
    try:
        assert lab_settings.show_tensor(torch.tensor([1.26])) == "tensor([1.3])"
    finally:
        torch.set_printoptions(profile="default")
    assert lab_settings.show_tensor(torch.tensor([1.26])) == "tensor([1.2600])"


@pytest.fixture
def nested():
    found = []
    for _ in range(50):
        found = [found]
    return found


def test_depth(nested):
    assert lab_settings.depth_of(nested) == 50


def test_deeper_than_usual():
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    try:
        knot = []
        knot.append(knot)
        with pytest.raises(RecursionError):
            lab_settings.depth_of(knot)
    finally:
        sys.setrecursionlimit(before)


def test_money():
    with decimal.localcontext(prec=4):
        assert lab_settings.share(100, 3) == "33.33"
    with decimal.localcontext(prec=3, rounding=decimal.ROUND_UP):
        assert lab_settings.share(10, 3) == "3.34"
    assert lab_settings.share(1, 8) == "0.125"


def test_half_precision():
    a = torch.ones(2, 2)
    assert lab_settings.layer_type(a, a) is torch.float32
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert lab_settings.layer_type(a, a) is torch.bfloat16
    assert lab_settings.layer_type(a, a) is torch.float32


def test_a_step_in_half_precision():
    torch.manual_seed(0)
    model, x = nn.Linear(2, 1), torch.randn(4, 2)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = lab_settings.step(model, x, torch.zeros(4, 1))
    assert loss > 0
    assert model.weight.grad.dtype is torch.float32
