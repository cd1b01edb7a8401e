def step_one(p, lr):
    if p.grad is not None:
        p.sub_(p.grad * lr)


def manual_step(model, lr):
    for p in model.parameters():
        step_one(p, lr)
