"""Source notebooks as an instructor of nbgrader writes them, in few words."""

import json
import textwrap

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def cell(source, kind="plain", grade_id="", points=0.0, **extra):
    """One cell: prose, plain, solution, tests, written, or task."""
    code = kind in ("plain", "solution", "tests")
    marks = {
        "grade": kind in ("tests", "written"),
        "solution": kind in ("solution", "written"),
        "locked": kind in ("tests", "task"),
        "task": kind == "task",
        "grade_id": grade_id,
        "schema_version": 3,
    }
    if kind in ("tests", "written", "task"):
        marks["points"] = points
    made = {
        "cell_type": "code" if code else "markdown",
        "metadata": {} if kind in ("plain", "prose") else {"nbgrader": marks},
        "source": textwrap.dedent(source).strip("\n"),
    }
    return made | ({"execution_count": None, "outputs": []} if code else {}) | extra


def notebook(*cells, **metadata):
    """The notebook's JSON."""
    numbered = [{"id": f"cell-{number}", **one} for number, one in enumerate(cells)]
    about = {"kernelspec": KERNEL, "language_info": {"name": "python"}, **metadata}
    return json.dumps({"cells": numbered, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def write(folder, name, *cells, **metadata):
    """The notebook as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(notebook(*cells, **metadata), encoding="utf-8")
    return path
