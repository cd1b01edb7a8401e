"""Gradients through a call: what the other side computed is a node in this side's graph.

The node asks the other side for a vector-Jacobian product when a gradient flows back through it. That product is itself
computed from the incoming gradients, so it can be such a node again: higher derivatives come for free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

__all__ = ["Pull", "connect", "find_leaves", "pull_gradients"]

Pull = Callable[[Sequence[torch.Tensor | None]], Sequence[torch.Tensor | None]]
"""From the gradients of the outputs (None where there is none) to those of the inputs."""

_MAX_GRAPH = 1_000_000


class _Crossing(torch.autograd.Function):
    """Outputs that the other side computed from inputs of this side."""

    @staticmethod
    def forward(ctx: Any, pull: Pull, outputs: list[torch.Tensor], *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        del inputs  # named for the graph's sake
        ctx.pull = pull
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(torch.empty(0))  # freed like any node's: a second backward pass says so
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor | None) -> tuple[Any, ...]:
        _ = ctx.saved_tensors
        return (None, None, *ctx.pull(grads))


def connect(outputs: Sequence[torch.Tensor], inputs: Sequence[torch.Tensor], pull: Pull) -> None:
    """Make `outputs`, which nobody has used yet, results of `inputs` in this side's graph."""
    for output in outputs:
        output.requires_grad_(False)
    given = list(inputs)
    if not given:  # it depends on what the other side alone has, which has to be told of gradients too
        given = [torch.zeros((), requires_grad=True)]
        _Crossing.apply(lambda grads: [*pull(grads), None], list(outputs), *given)  # type: ignore[no-untyped-call]
        return
    _Crossing.apply(pull, list(outputs), *given)  # type: ignore[no-untyped-call]


def find_leaves(outputs: Sequence[torch.Tensor], known: Callable[[torch.Tensor], int]) -> list[int]:
    """The ids of the leaf tensors that `outputs` were computed from, as far as `known` (0: no) knows them."""
    return list(dict.fromkeys(filter(None, map(known, _leaves(outputs)))))


def _leaves(outputs: Sequence[torch.Tensor]) -> Iterator[torch.Tensor]:
    """The leaf tensors of the graph behind `outputs`."""
    waiting = [output.grad_fn for output in outputs]
    seen: set[Any] = set()
    while waiting and len(seen) < _MAX_GRAPH:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None)
        if isinstance(leaf, torch.Tensor):
            yield leaf
        waiting.extend(following for following, _ in node.next_functions)


def pull_gradients(
    outputs: Sequence[torch.Tensor],
    grads: Sequence[torch.Tensor | None],
    inputs: Sequence[torch.Tensor],
    create_graph: bool,  # noqa: FBT001 - comes as a plain value
) -> list[torch.Tensor | None]:
    """The gradients of `inputs` for those of `outputs`; None where nothing flows. The graph is kept."""
    used = [(output, grad) for output, grad in zip(outputs, grads, strict=True) if grad is not None]
    known = {id(tensor) for tensor in inputs}
    private = [] if create_graph else [leaf for leaf in _leaves([out for out, _ in used]) if id(leaf) not in known]
    if not used or not (inputs or private):
        return [None] * len(inputs)
    found = torch.autograd.grad(
        [output for output, _ in used],
        [*inputs, *private],
        [grad.to(output.device) for output, grad in used],
        retain_graph=True,
        create_graph=create_graph,
        allow_unused=True,
    )
    for leaf, grad in zip(private, found[len(inputs) :], strict=True):
        if grad is not None:  # as a backward pass in one process would
            leaf.grad = grad if leaf.grad is None else leaf.grad + grad
    return list(found[: len(inputs)])
