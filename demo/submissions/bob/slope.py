"""The slope of the squared error for one weight, and one step of gradient descent."""


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    """The slope of `(prediction - target) ** 2` with respect to one weight.

    prediction        what the node at the end of the weight gave, after its activation
    target            what it should have given
    node_value        the value of the node at the start of the weight
    activation_slope  the slope of the activation at the end of the weight; 1.0 when there is none

    weight_slope(6, 10, 3) is -24
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def update_weight(weight: float, slope: float, lr: float) -> float:
    """The weight after one step of gradient descent with learning rate `lr`.

    update_weight(2, -24, 0.01) is 2.24
    """
    # YOUR CODE HERE
    raise NotImplementedError()
