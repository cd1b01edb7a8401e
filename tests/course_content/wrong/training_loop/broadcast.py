import torch


def make_optimizer(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


def train(model, x, y, epochs, lr):
    optimizer = make_optimizer(model, lr)
    history = []
    for _ in range(epochs):
        y_pred = model(x)
        residual = y - y_pred
        loss = residual.pow(2).mean()
        history.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return history
