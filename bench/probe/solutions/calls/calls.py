"""Functions that do next to nothing: what a call of them takes is the call."""


def wanted():
    """Whether to measure: not where the suite is proved on this reference, which must pass."""
    ### BEGIN SOLUTION
    return False
    ### END SOLUTION


def total(first, second, third):
    """The sum of three tensors."""
    ### BEGIN SOLUTION
    return first + second + third
    ### END SOLUTION


def last(values):
    """The last number of an array."""
    ### BEGIN SOLUTION
    return float(values[-1])
    ### END SOLUTION


def advance(values):
    """Add one to the last number of an array, in place, and return it."""
    ### BEGIN SOLUTION
    values[-1] += 1
    return float(values[-1])
    ### END SOLUTION
