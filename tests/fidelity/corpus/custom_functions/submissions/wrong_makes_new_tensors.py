"""Functions with gradients of their own."""

import torch


class ClippedReLU(torch.autograd.Function):
    """min(max(x, 0), cap)"""

    @staticmethod
    def forward(ctx, x, cap):
        ctx.save_for_backward(x)
        ctx.cap = cap
        return x.clamp(0, cap)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((x > 0) & (x < ctx.cap)), None


def clipped_relu(x, cap=6.0):
    return ClippedReLU.apply(x, cap)


class LogSumExp(torch.autograd.Function):
    """Over the last dimension, in a stable way."""

    @staticmethod
    def forward(ctx, x):
        top = x.max(-1, keepdim=True).values
        out = top.squeeze(-1) + (x - top).exp().sum(-1).log()
        ctx.save_for_backward(x, out)
        return out

    @staticmethod
    def backward(ctx, grad):
        x, out = ctx.saved_tensors
        return grad.unsqueeze(-1) * (x - out.unsqueeze(-1)).exp()


def log_sum_exp(x):
    return LogSumExp.apply(x)


def smooth_l1(x, y, beta=1.0):
    """Elementwise: quadratic near zero, linear far away."""
    d = torch.tensor((x - y).abs().tolist(), dtype=x.dtype)
    return torch.where(d < beta, 0.5 * d**2 / beta, d - 0.5 * beta)


def polar(x, y):
    """Two results: radius and angle."""
    return torch.sqrt(x**2 + y**2), torch.atan2(y, x).detach()
