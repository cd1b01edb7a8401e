"""The floors of the package: each room uses only rooms below it, and heavy libraries stay where they belong."""

import ast
from pathlib import Path

import pytest

import grader

ROOT = Path(grader.__file__).parent
FLOORS = (
    "errors wire course submission zygote box judge report store engine host authoring exports client web cli".split()
)
"""Bottom up."""
HOMES = {
    "torch": {"wire", "box", "judge"},
    "numpy": {"wire", "box", "judge"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "nbformat": {"submission", "authoring"},
    "nbgrader": {"authoring", "exports"},
    "click": {"cli"},
    "rich": {"cli", "report"},
    "matplotlib": {"report", "box"},
    "ruamel": {"course", "authoring"},
    "argon2": {"host"},
    "cryptography": {"host"},
    "fastapi": {"web"},
    "httpx": {"client"},
    "keyring": {"client"},
    "limits": {"web"},
    "prometheus_client": {"web"},
    "pydantic": {"web"},
    "jwt": {"host"},
    "pylti1p3": {"host"},
    "requests": {"host"},
    "rfc8785": {"report"},
    "starlette": {"web"},
    "structlog": {"web"},
    "uvicorn": {"web"},
}
"""Which rooms may import what; not listed: anyone."""
MODULES = sorted(ROOT.rglob("*.py"))
OWN_TESTS = sorted(file for file in Path(__file__).parent.rglob("*.py") if "corpus" not in file.parts)


def imports(module):
    """(name, line) of everything a module imports, late imports included."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def room_of(module):
    parts = module.relative_to(ROOT).with_suffix("").parts
    return parts[0]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_room_uses_only_rooms_below_it(module):
    room = room_of(module)
    if room in ("__init__", "__main__"):
        return
    for name, line in imports(module):
        top, _, rest = name.partition(".")
        if top == "grader" and rest:
            used = rest.partition(".")[0]
            assert FLOORS.index(used) <= FLOORS.index(room), f"{module}:{line}: {room} uses {used}"
        elif top in HOMES:
            assert room in HOMES[top], f"{module}:{line}: {room} uses {top}"


def test_every_room_is_on_a_floor():
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__", "__pycache__"} <= set(FLOORS)


@pytest.mark.parametrize("module", [*MODULES, *OWN_TESTS], ids=lambda module: str(module.relative_to(ROOT.parent)))
def test_a_file_holds_one_idea(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) < 400
