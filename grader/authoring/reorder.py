"""The reference with every sum taken in another order: as right as itself, and other in the last digits."""

from __future__ import annotations

import ast

__all__ = ["reorder"]

_LIBRARIES = ("np", "numpy", "torch")
_PRODUCTS = ("matmul", "dot")
_SUMS = ("sum", "mean")


def reorder(source: str) -> str | None:
    """The text of the variant; None where it sums nothing that we see.

    Seen are `@`, `matmul`, `dot`, `sum` and `mean`, of NumPy, of torch and as methods, and the built-in `sum`.

    Raises: SyntaxError when it is no Python.
    """
    tree = ast.parse(source)
    turn = _Turn()
    turn.visit(tree)
    if not turn.turned:
        return None
    at = next((number for number, node in enumerate(tree.body) if not _comes_first(node)), len(tree.body))
    names = [ast.alias(name, f"_grader_{name}") for name in ("add_up", "matmul", "reduce")]
    tree.body.insert(at, ast.ImportFrom("grader.judge.reordered", names, 0))
    return ast.unparse(ast.fix_missing_locations(tree))


def _comes_first(node: ast.stmt) -> bool:
    """The docstring, and what must stand above all other code."""
    return isinstance(node, ast.Expr) or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


class _Turn(ast.NodeTransformer):
    def __init__(self) -> None:
        self.turned = False

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._call("matmul", [node.left, node.right]) if isinstance(node.op, ast.MatMult) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node.func:
            case ast.Name(id="sum"):
                return self._call("add_up", node.args, node.keywords)
            case ast.Attribute(value=ast.Name(id=library), attr=name) if library in _LIBRARIES and node.args:
                return self._turn(name, node.args, node.keywords) or node
            case ast.Attribute(value=value, attr=name):
                return self._turn(name, [value, *node.args], node.keywords) or node
        return node

    def _turn(self, name: str, args: list[ast.expr], keywords: list[ast.keyword]) -> ast.AST | None:
        if name in _PRODUCTS and len(args) == 2 and not keywords:
            return self._call("matmul", args)
        if name in _SUMS:
            return self._call("reduce", [ast.Constant(name), *args], keywords)
        return None

    def _call(self, name: str, args: list[ast.expr], keywords: list[ast.keyword] | None = None) -> ast.Call:
        self.turned = True
        return ast.Call(ast.Name(f"_grader_{name}", ast.Load()), args, keywords or [])
