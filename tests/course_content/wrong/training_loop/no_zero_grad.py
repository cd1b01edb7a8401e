import torch


def make_optimizer(model, lr):
    return torch.optim.SGD(model.parameters(), lr)


def train(model, x, y, epochs, lr):
    opt = make_optimizer(model, lr)
    loss_fn = torch.nn.MSELoss()
    history = []
    for epoch in range(epochs):
        prediction = model(x).flatten()
        loss = loss_fn(prediction, y)
        loss.backward()
        opt.step()
        history.append(loss.item())
    return history
