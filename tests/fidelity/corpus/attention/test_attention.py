"""Multi-head attention at graduate level: against torch's own, causality by gradients, masks, attributes that change with a call."""

import pytest
import torch
from torch import nn

from attention import Block, MultiHeadAttention, attend, causal_mask


@pytest.fixture
def x():
    torch.manual_seed(0)
    return torch.randn(2, 5, 8)


def test_mask():
    mask = causal_mask(3)
    assert mask.dtype == torch.bool
    assert mask.tolist() == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize("masked", [False, True])
def test_attend_against_torch(masked):
    torch.manual_seed(1)
    q, k, v = torch.randn(3, 2, 4, 6, 8).unbind(0)
    mask = causal_mask(6) if masked else None
    got, weights = attend(q, k, v, mask)
    torch.testing.assert_close(got, nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask))
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 4, 6))


def test_layer_against_torch(x):
    torch.manual_seed(2)
    layer = MultiHeadAttention(8, 2)
    oracle = nn.MultiheadAttention(8, 2, batch_first=True)
    with torch.no_grad():
        oracle.in_proj_weight.copy_(layer.qkv.weight)
        oracle.in_proj_bias.copy_(layer.qkv.bias)
        oracle.out_proj.weight.copy_(layer.out.weight)
        oracle.out_proj.bias.copy_(layer.out.bias)
    want, _ = oracle(x, x, x, need_weights=False)
    torch.testing.assert_close(layer(x), want)


def test_heads_must_divide():
    with pytest.raises(ValueError, match="3 heads"):
        MultiHeadAttention(8, 3)


def test_the_future_is_not_seen(x):
    layer = MultiHeadAttention(8, 4)
    x.requires_grad_()
    layer(x, causal_mask(5))[:, 2].sum().backward()
    assert x.grad[:, :3].abs().sum(-1).min() > 0
    assert x.grad[:, 3:].abs().sum() == 0


def test_weights_are_kept(x):
    layer = MultiHeadAttention(8, 4)
    assert layer.last_weights is None
    layer(x, causal_mask(5))
    assert layer.last_weights.shape == (2, 4, 5, 5)
    assert not layer.last_weights.requires_grad
    assert layer.last_weights[..., 0, 1:].sum() == 0


def test_order_does_not_matter_without_mask(x):
    layer = MultiHeadAttention(8, 2).eval()
    order = torch.tensor([3, 1, 0, 4, 2])
    torch.testing.assert_close(layer(x)[:, order], layer(x[:, order]))


def test_dropout(x):
    torch.manual_seed(3)
    layer = MultiHeadAttention(8, 2, dropout=0.5)
    assert (layer(x) == 0).float().mean() == pytest.approx(0.5, abs=0.2)
    layer.eval()
    assert (layer(x) == 0).sum() == 0


def test_block_learns(x):
    torch.manual_seed(4)
    block = Block(8, 2)
    optimizer = torch.optim.AdamW(block.parameters(), lr=0.01)
    target = x.roll(1, dims=1)
    losses = []
    for _ in range(12):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(block(x, causal_mask(5)), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    assert len(list(block.parameters())) == 12
