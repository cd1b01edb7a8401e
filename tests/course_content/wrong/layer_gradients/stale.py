from torch import nn

criterion = nn.CrossEntropyLoss()


def layer_gradients(model, sample, target):
    # Run a forward pass
    prediction = model(sample)
    # Calculate the loss and gradients
    loss = criterion(prediction, target)
    loss.backward()
    gradients = {}
    for number in range(len(model)):
        gradients[f"{number}.weight"] = model[number].weight.grad
        gradients[f"{number}.bias"] = model[number].bias.grad
    return gradients
