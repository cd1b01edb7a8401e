import torch


def contrastive_loss(model, x, positive, temperature=0.5):
    def embed(t):
        z = model(t)
        return z / z.norm(dim=1, keepdim=True)

    similarity = embed(x).matmul(embed(positive).transpose(0, 1)) / temperature
    log_p = similarity.log_softmax(dim=1)
    return -log_p.diagonal().mean()


def gradient_penalty(model, x):
    x = x.clone()
    x.requires_grad = True
    out = model(x)
    g = torch.autograd.grad(out, x, torch.ones_like(out), create_graph=True)[0]
    return g.pow(2).sum() / len(x)


def weight_decay(model, factor):
    total = torch.zeros(())
    for p in model.parameters():
        if p.ndim > 1:
            total = total + p.square().sum()
    return total * factor


def train_step(model, optimizer, loss_function, x, y):
    output = model(x)
    loss = loss_function(output, y)
    for p in model.parameters():
        p.grad = None
    loss.backward()
    optimizer.step()
    return float(loss)
