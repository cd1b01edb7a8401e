"""What pages load is what its sources make, small, and ours to hand on."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

from grader.report.html import STYLES

REPOSITORY = Path(__file__).parents[2]
SOURCES, REPORT = REPOSITORY / "packaging" / "web", REPOSITORY / "grader" / "report"
STATIC = REPOSITORY / "grader" / "web" / "static"
BUILT = json.loads((STATIC / "built.json").read_text())


def digest(paths, root):
    """As packaging/web/build.mjs reckons it."""
    whole = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        data = path.read_bytes()
        whole.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "node_modules" not in path.parts]


def test_the_built_files_are_of_these_sources():
    sources = [*files_in(SOURCES), *(REPORT / name for name in STYLES)]
    assert digest(sources, REPOSITORY) == BUILT["sources"], "run: make assets"


def test_nobody_changed_a_built_file_by_hand():
    assert digest([path for path in files_in(STATIC) if path.name != "built.json"], STATIC) == BUILT["files"]


def test_versions_are_exact_and_the_lock_names_no_address_to_fetch_from():
    wanted = json.loads((SOURCES / "package.json").read_text())
    locked = json.loads((SOURCES / "package-lock.json").read_text())["packages"]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert [name for name, one in locked.items() if "resolved" in one] == []
    assert [name for name, one in locked.items() if name and "integrity" not in one] == []


def test_pages_are_light_and_fonts_are_of_the_one_kind_that_all_browsers_read():
    sizes = {path.relative_to(STATIC).as_posix(): path.stat().st_size for path in files_in(STATIC)}
    assert sum(size for name, size in sizes.items() if not name.startswith("fonts/")) < 1_000_000
    assert {Path(name).suffix for name in sizes if name.startswith("fonts/")} == {".woff2"}


def test_the_terms_of_each_library_are_with_it():
    terms = files("grader.web").joinpath("static", "LICENSES.txt").read_text("utf-8")
    for name in json.loads((SOURCES / "package.json").read_text())["dependencies"]:
        assert f"{name} " in terms
