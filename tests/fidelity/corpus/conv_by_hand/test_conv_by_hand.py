"""A convolution by hand in NumPy with forward, cache and backward, checked against torch; dtypes, views, in-place ReLU."""

import numpy as np
import pytest
import torch

from conv_by_hand import conv_backward, conv_forward, max_pool, relu_


@pytest.fixture
def tensors():
    rng = np.random.default_rng(21)
    return rng.standard_normal((2, 3, 7, 6)), rng.standard_normal((4, 3, 3, 3)), rng.standard_normal(4)


OPTIONS = [{}, {"stride": 2}, {"padding": 1}, {"stride": 2, "padding": 2}]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_forward(tensors, options):
    x, w, b = tensors
    out, _ = conv_forward(x, w, b, **options)
    want = torch.nn.functional.conv2d(*map(torch.from_numpy, tensors), **options)
    assert out.shape == tuple(want.shape)
    np.testing.assert_allclose(out, want.numpy(), atol=1e-10)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_backward(tensors, options):
    x, w, b = (torch.from_numpy(t).requires_grad_() for t in tensors)
    want = torch.nn.functional.conv2d(x, w, b, **options)
    grad = np.random.default_rng(3).standard_normal(want.shape)
    want.backward(torch.from_numpy(grad))
    _, cache = conv_forward(*tensors, **options)
    for got, t in zip(conv_backward(grad, cache), (x, w, b)):
        np.testing.assert_allclose(got, t.grad.numpy(), atol=1e-10)


def test_channels_must_fit(tensors):
    x, w, b = tensors
    with pytest.raises(ValueError, match="channels"):
        conv_forward(x[:, :2], w, b)


def test_float32_stays(tensors):
    x, w, b = (t.astype(np.float32) for t in tensors)
    out, _ = conv_forward(x, w, b)
    assert out.dtype == np.float32


def test_arguments_stay(tensors):
    before = [t.copy() for t in tensors]
    _, cache = conv_forward(*tensors, padding=1)
    conv_backward(np.ones((2, 4, 7, 6)), cache)
    for t, u in zip(tensors, before):
        np.testing.assert_array_equal(t, u)


def test_pool():
    x = np.arange(25.0).reshape(1, 1, 5, 5)
    np.testing.assert_array_equal(max_pool(x)[0, 0], [[6, 8], [16, 18]])
    assert max_pool(x, 5).item() == 24.0


def test_relu_in_place():
    x = np.array([[-1.0, 2.0], [3.0, -4.0]])
    column = x[:, 0]
    same = relu_(x)
    assert same is x
    assert column.tolist() == [0.0, 3.0]


def test_a_strided_view(tensors):
    x, w, b = tensors
    view = x[:, :, ::2, ::-1]
    out, _ = conv_forward(view, w, b)
    want, _ = conv_forward(np.ascontiguousarray(view), w, b)
    np.testing.assert_allclose(out, want)
