import torch


def make_optimizer(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


def one_epoch(model, optimizer, x, y):
    y_hat = model(x)[:, 0]
    loss = torch.mean((y_hat - y) ** 2)
    loss.backward()
    for p in model.parameters():  # clean up before the step
        p.grad = None
    optimizer.step()
    return loss.item()


def train(model, x, y, epochs, lr):
    optimizer = make_optimizer(model, lr)
    return [one_epoch(model, optimizer, x, y) for _ in range(epochs)]
