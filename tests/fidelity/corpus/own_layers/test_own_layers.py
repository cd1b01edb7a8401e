"""Models of the suite's own classes in student code: trained, frozen, copied, wrapped, with hooks on their parts and on the student's."""

import copy

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import own_layers


class Body(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.width = width
        self.first = nn.Linear(2, width)
        self.norm = nn.BatchNorm1d(width)
        self.drop = nn.Dropout(0.5)
        self.seen = 0

    def forward(self, x):
        self.seen += len(x)
        return self.drop(self.norm(torch.tanh(self.first(x))))


class Scaled(nn.Linear):
    def forward(self, x):
        return 2 * super().forward(x)


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 4)
        self.second = Scaled(4, 1)
        self.shift = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.second(torch.tanh(self.first(x))) + self.shift


@pytest.fixture
def batches():
    torch.manual_seed(0)
    x = torch.randn(12, 2)
    return [(part, part.sum(1, keepdim=True)) for part in x.split(4)]


@pytest.fixture
def model():
    torch.manual_seed(1)
    return Plain()


def test_training(model, batches):
    by_hand = copy.deepcopy(model)
    losses = own_layers.train(model, batches)
    optimizer = torch.optim.SGD(by_hand.parameters(), lr=0.1)
    for (x, y), loss in zip(batches, losses, strict=True):
        optimizer.zero_grad()
        mine = nn.functional.mse_loss(by_hand(x), y)
        mine.backward()
        optimizer.step()
        assert loss == pytest.approx(mine.item())
    for got, want in zip(model.parameters(), by_hand.parameters(), strict=True):
        assert torch.allclose(got, want)


def test_training_learns(model, batches):
    losses = own_layers.train(model, batches * 10)
    assert losses[-1] < losses[0] / 2
    assert model.first.weight.grad is not None


def test_a_loader(model, batches):
    x = torch.cat([x for x, _ in batches])
    loader = DataLoader(TensorDataset(x, x.sum(1, keepdim=True)), batch_size=5)
    assert len(own_layers.train(model, loader)) == 3


def test_in_a_sequential(batches):
    body = Body()
    losses = own_layers.train(nn.Sequential(body, nn.Linear(3, 1)), batches)
    assert len(losses) == 3
    assert body.seen == 12
    assert body.norm.num_batches_tracked.item() == 3


def test_evaluation(batches):
    body = Body()
    got = own_layers.evaluate(body, batches)
    assert got.shape == (12, 3)
    assert not got.requires_grad
    assert not body.training
    assert not body.drop.training
    assert not (got == 0).any()


def test_dropout_of_a_seed(batches):
    x = batches[0][0]
    body = Body()
    net = own_layers.Head(body, 2)
    torch.manual_seed(5)
    first = net(x)
    torch.manual_seed(5)
    assert torch.equal(first, net(x))


def test_counting(model):
    assert own_layers.count_parameters(model) == 18
    model.first.requires_grad_(False)
    assert own_layers.count_parameters(model) == 6
    assert own_layers.count_parameters(nn.ModuleList([Body(), Scaled(2, 2)])) == 21


def test_freezing(model, batches):
    assert own_layers.freeze(model, but=["second"]) is model
    before = copy.deepcopy(model.state_dict())
    own_layers.train(model, batches)
    assert torch.equal(model.first.weight, before["first.weight"])
    assert not torch.equal(model.second.weight, before["second.weight"])


def test_subclasses_of_torchs_layers(model):
    own_layers.init_linear(model, 0.5)
    assert (model.first.weight == 0.5).all()
    assert (model.second.weight == 0.5).all()
    assert model(torch.zeros(1, 2)).item() == 0


def test_average(model):
    average = own_layers.Average(model, 0.5)
    assert isinstance(average.model, Plain)
    assert average.model is not model
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1)
    average.update(model)
    assert torch.allclose(average.model.shift, torch.tensor([0.5]))
    assert torch.allclose(average.model.first.bias, model.first.bias - 0.5)


def test_head():
    body = Body(5).eval()
    net = own_layers.Head(body, 2)
    x = torch.randn(3, 2)
    assert net.body is body
    assert torch.allclose(net(x), net.out(torch.relu(body(x))))
    net(x).sum().backward()
    assert body.first.weight.grad.abs().sum() > 0
    assert set(dict(net.named_children())) == {"body", "out"}


def test_deep():
    block = Body(2)
    deep = own_layers.make_deep(block, 3)
    assert [type(part) for part in deep] == [Body] * 3
    assert deep[0] is not block
    assert deep[0].first.weight is not deep[1].first.weight
    assert deep.eval()(torch.ones(1, 2)).shape == (1, 2)


def test_hooks_on_our_parts(model, batches):
    shapes = []
    handle = model.first.register_forward_hook(lambda layer, args, out: shapes.append(tuple(out.shape)))
    own_layers.evaluate(model, batches)
    assert shapes == [(4, 4)] * 3
    handle.remove()
    own_layers.evaluate(model, batches)
    assert len(shapes) == 3


def test_hooks_on_their_parts():
    net = own_layers.Head(Body(), 2)
    shapes, gradients = {}, []
    for name, part in net.named_modules():
        part.register_forward_hook(lambda layer, args, out, name=name: shapes.update({name: tuple(out.shape)}))
    net.out.register_full_backward_hook(lambda layer, before, after: gradients.append(after[0].shape))
    net(torch.ones(4, 2)).sum().backward()
    assert shapes["out"] == (4, 2)
    assert shapes["body.first"] == (4, 3)
    assert shapes[""] == (4, 2)
    assert gradients == [(4, 2)]


def test_a_hook_that_changes():
    net = own_layers.Head(Body(), 2).eval()
    want = net.out.bias.detach().clone()
    net.out.register_forward_pre_hook(lambda layer, args: (torch.zeros_like(args[0]),))
    assert torch.allclose(net(torch.randn(1, 2)), want)


def test_a_hook_on_a_layer_that_is_given(batches):
    layer, calls = nn.Linear(2, 1), []
    layer.register_forward_hook(lambda layer, args, out: calls.append(1))
    own_layers.train(layer, batches)
    assert len(calls) == 3
