import torch


def make_optimizer(model, lr):
    params = list(model.parameters())
    return torch.optim.SGD(params, lr=lr)


def train(model, x, y, epochs, lr):
    optimizer = make_optimizer(model, lr)
    y = y.view(-1, 1)
    losses = []
    while len(losses) < epochs:
        model.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        losses.append(float(loss))
        optimizer.step()
        loss.backward()
    return losses
