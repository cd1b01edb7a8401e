"""Wrong answers that students give, each under a name. The docstring says what is wrong with it."""


def freeze_module_attribute(model, layer):
    """It gives the layer a new attribute, which its parameters know nothing of."""
    model[layer].requires_grad = False


def freeze_eval_is_freeze(model, layer):
    """It puts the layer into evaluation mode, in which it still learns."""
    model[layer].eval()


def freeze_whole_model(model, layer):
    """It freezes all layers."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
        parameter.grad = None


def freeze_weight_only(model, layer):
    """It freezes the weights and leaves the biases to be trained."""
    for name, parameter in model[layer].named_parameters():
        if name.endswith("weight"):
            parameter.requires_grad_(False)
            parameter.grad = None


def freeze_weight_alone(model, layer):
    """The same, by the one name that a Linear layer has for its weight."""
    chosen = model[layer]
    chosen.weight.requires_grad = False
    chosen.weight.grad = None


def freeze_weight_if_any(model, layer):
    """The same, where a layer that has no weight of its own, such as one of several layers, is passed over."""
    chosen = model[layer]
    if hasattr(chosen, "weight"):
        chosen.weight.requires_grad = False
        chosen.weight.grad = None


def freeze_first_parameter(model, layer):
    """It returns from within its loop, when only the first of the parameters, the weight, is frozen."""
    for parameter in model[layer].parameters():
        parameter.requires_grad_(False)
        parameter.grad = None
        return


def freeze_stale_state(model, layer):
    """It leaves the old gradients, by which an optimizer made earlier still moves the layer."""
    for parameter in model[layer].parameters():
        parameter.requires_grad_(False)


def freeze_zeroed_state(model, layer):
    """It leaves gradients of zeros, with which momentum and weight decay still move the layer."""
    for parameter in model[layer].parameters():
        parameter.requires_grad_(False)
        if parameter.grad is not None:
            parameter.grad.zero_()


MISCONCEPTIONS = {
    "module_attribute": {"freeze": freeze_module_attribute},
    "eval_is_freeze": {"freeze": freeze_eval_is_freeze},
    "whole_model": {"freeze": freeze_whole_model},
    "weight_only": [
        {"freeze": freeze_weight_only},
        {"freeze": freeze_weight_alone},
        {"freeze": freeze_weight_if_any},
        {"freeze": freeze_first_parameter},
    ],
    "stale_state": [{"freeze": freeze_stale_state}, {"freeze": freeze_zeroed_state}],
}
