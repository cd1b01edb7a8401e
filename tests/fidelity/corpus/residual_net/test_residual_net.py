"""nn.Module with submodules, buffers and custom blocks: freezing, train and eval, state_dict, hooks, deepcopy, saving."""

import copy

import pytest
import torch
from torch import nn

from residual_net import Block, ResidualNet, RunningNorm


@pytest.fixture
def net():
    torch.manual_seed(0)
    return ResidualNet(3, 8, 2)


def test_output_shape(net):
    assert net(torch.randn(5, 3)).shape == (5, 2)


def test_blocks_start_as_identity():
    torch.manual_seed(0)
    net = ResidualNet(3, 8, 2, depth=3)
    x = torch.randn(4, 3)
    torch.testing.assert_close(net.features(x), net.stem(x))
    assert net.head.bias.abs().sum().item() == 0


def test_submodules(net):
    assert isinstance(net.blocks[0], Block)
    assert isinstance(net.blocks[1].norm, RunningNorm)
    assert sum(isinstance(m, Block) for m in net.modules()) == 2
    assert [name for name, _ in net.named_children()][0] == "stem"
    assert len(net.blocks) == 2


def test_buffers_are_no_parameters():
    norm = RunningNorm(4)
    assert {name for name, _ in norm.named_parameters()} == {"scale"}
    assert {name for name, _ in norm.named_buffers()} == {"mean", "count"}
    assert set(norm.state_dict()) == {"scale", "mean", "count"}


def test_running_mean_moves_in_training_only():
    norm = RunningNorm(2, momentum=0.5)
    x = torch.tensor([[2.0, 4.0], [4.0, 8.0]])
    norm(x)
    torch.testing.assert_close(norm.mean, torch.tensor([1.5, 3.0]))
    norm.eval()
    norm(x)
    torch.testing.assert_close(norm.mean, torch.tensor([1.5, 3.0]))
    assert norm.count.item() == 1


def test_eval_reaches_every_part(net):
    net.eval()
    assert not any(m.training for m in net.modules())
    net.train()
    assert all(m.training for m in net.modules())


def test_freezing(net):
    net.freeze_features()
    assert {name for name, p in net.named_parameters() if p.requires_grad} == {"head.weight", "head.bias"}
    optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, net.parameters()), lr=0.5)
    before = copy.deepcopy(net.state_dict())
    x, y = torch.randn(6, 3), torch.tensor([0, 1, 0, 1, 0, 1])
    net.eval()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
    for name, value in net.state_dict().items():
        assert torch.equal(value, before[name]) == (not name.startswith("head")), name


def test_state_dict_round_trip(net, tmp_path):
    for p in net.parameters():
        nn.init.normal_(p)
    torch.save(net.state_dict(), tmp_path / "net.pt")
    other = ResidualNet(3, 8, 2)
    result = other.load_state_dict(torch.load(tmp_path / "net.pt"))
    assert not result.missing_keys
    x = torch.randn(4, 3)
    net.eval(), other.eval()
    torch.testing.assert_close(net(x), other(x))
    with pytest.raises(RuntimeError, match="size mismatch"):
        ResidualNet(3, 16, 2).load_state_dict(net.state_dict())


def test_dropout(net):
    torch.manual_seed(2)
    net = ResidualNet(3, 64, 1, dropout=0.5)
    x = torch.randn(2, 3)
    assert not torch.equal(net(x), net(x))
    net.eval()
    torch.testing.assert_close(net(x), net(x))


def test_training_moves_the_blocks(net):
    torch.manual_seed(6)
    x = torch.randn(32, 3)
    y = (x[:, 0] * x[:, 1] > 0).long()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.03)
    first = nn.functional.cross_entropy(net(x), y).item()
    for _ in range(20):
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    assert loss.item() < first
    assert net.blocks[0].linear.weight.abs().sum() > 0
    assert net.blocks[0].norm.count.item() == 21
