"""Notebooks: cells by number, magics skipped and said so, outputs never built."""

from __future__ import annotations

import ast
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submission import Packed, read_packed
from grader.submission.magics import strip_magics
from grader.submission.notebook import read_notebook


def notebook(*sources: object, **keys: object) -> bytes:
    cells = [{"cell_type": "code", "source": source, "outputs": [], "metadata": {}} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **keys}).encode()


def failure(data: bytes) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_notebook(data, "slope.ipynb")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_code_cells_are_numbered_from_one_as_the_student_sees_them():
    data = json.loads(notebook("x = 1", "", ["y = 2\n", "z = 3"]))
    data["cells"].insert(0, {"cell_type": "markdown", "source": "# Title"})
    cells, notes = read_notebook(json.dumps(data).encode(), "slope.ipynb")
    assert [(cell.number, cell.source) for cell in cells] == [(1, "x = 1"), (3, "y = 2\nz = 3")]
    assert notes == ()


def test_a_notebook_of_format_3_reads_as_nbformat_would_upgrade_it():
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Title", "metadata": {}},
        {
            "cell_type": "code",
            "input": "x = 1",
            "language": "python",
            "outputs": [],
            "metadata": {},
            "collapsed": False,
        },
        {"cell_type": "code", "input": ["y = 2\n", "z"], "language": "python", "outputs": [], "metadata": {}},
    ]
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    upgraded = nbformat.convert(nbformat.from_dict(old), 4)
    wanted = ["".join(cell.source) for cell in upgraded.cells if cell.cell_type == "code"]
    got, _ = read_notebook(json.dumps(old).encode(), "slope.ipynb")
    assert [cell.source for cell in got] == wanted == ["x = 1", "y = 2\nz"]


@pytest.mark.parametrize(
    ("source", "python", "skipped"),
    [
        ("!pip install torch", "pass", ["!pip install torch"]),
        ("%matplotlib inline\nx = 1", "pass\nx = 1", ["%matplotlib inline"]),
        ("if 1:\n    !ls\n    x = 2", "if 1:\n    pass\n    x = 2", ["!ls"]),
        ("!pip install \\\n  torch\nx = 1", "pass\n\nx = 1", ["!pip install \\"]),
        ("files = !ls", "pass", ["files = !ls"]),
        ("a, b = %precision 3", "pass", ["a, b = %precision 3"]),
        ("?len\nlen?\nlen??", "pass\npass\npass", ["?len", "len?", "len??"]),
        ("%%time\nx = 1", "\nx = 1", []),
        ("\n\n%%time\nx = 1", "\n\n\nx = 1", []),
        ("%time x = f()", "x = f()", []),
        ("  %time x = f()", "  x = f()", []),
        ("%%bash\nls", "", ["%%bash"]),
        ("%%timeit -n 5\nx = 1", "", ["%%timeit -n 5"]),
        ("%%capture out\n%pip install x\ny = 2", "\npass\ny = 2", ["%pip install x"]),
        ("x = (a\n% b)", "x = (a\n% b)", []),
        ("x = a \\\n% b", "x = a \\\n% b", []),
        ('s = """\n!not a command\n%nor a magic\n"""', 's = """\n!not a command\n%nor a magic\n"""', []),
        ("x != y", "x != y", []),
        ("x = y % 2", "x = y % 2", []),
        ("x %= 2", "x %= 2", []),
        ("x = 'a' if b != c else d", "x = 'a' if b != c else d", []),
        ("print('100%!')", "print('100%!')", []),
        ("d['!'] = '%'", "d['!'] = '%'", []),
        ("# what?", "# what?", []),
        ("x = 1 # ok?", "x = 1 # ok?", []),
        ("f(x)  # 5 = !", "f(x)  # 5 = !", []),
        ("#=%", "#=%", []),
        ("x #=% of all", "x #=% of all", []),
    ],
)
def test_what_ipython_adds_is_skipped_and_the_rest_kept_on_its_lines(source, python, skipped):
    assert strip_magics(source) == (python, skipped)


def test_the_graders_own_lines_are_skipped_without_a_word():
    cells = ("%load_ext grader", "%%check slope\nx = 1", "%submit slope --lang pt", "%load_ext autoreload\n%submits")
    _, notes = read_notebook(notebook(*cells), "slope.ipynb")
    assert notes == ("Cell 4: skipped `%load_ext autoreload`, `%submits`.",)


def test_skipped_lines_are_said_by_cell():
    _, notes = read_notebook(notebook("import os", "!a\n!b\n%c\n!d\nx = 1"), "slope.ipynb")
    assert notes == ("Cell 2: skipped `!a`, `!b`, `%c` and 1 more.",)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "slope.ipynb is not JSON, so no notebook: "),
        (b"hello", "is not JSON"),
        (b"", "is empty"),
        (b"[]", "is no notebook: Expected `object`, got `array`"),
        (b"{}", "is no notebook: Object missing required field `nbformat`"),
        (b'{"nbformat": 4, "cells": 5}', "is no notebook: Expected `array"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [5]}]}', "$.cells[0].source"),
        (b'{"nbformat": 4, "cells": []}', "holds no code"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}', "is not JSON"),
        (notebook("\0"), "cell 1: line 1 holds a NUL"),
        (notebook("x", metadata={"kernelspec": {"language": "R"}}), "is a notebook for r"),
        (notebook("!ls").replace(b'"!ls"', b'"%%bash"'), "holds no code"),
        (b'{"nbformat": 4, "cells": [], "x": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": [], "x": ' + b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 1_000_000, "is no notebook"),
        (notebook("x = 1\n" * 100_000), "more than 128 KiB of Python"),
    ],
)
def test_what_is_no_notebook_is_told_in_one_line(data, told):
    assert told in failure(data)


def test_outputs_of_any_size_and_shape_are_dropped():
    data = json.loads(notebook("x = 1"))
    data["cells"][0]["outputs"] = [{"data": {"image/png": "A" * 3_000_000}}, 5, None, {"x": [[[[]]]]}]
    data["metadata"] = {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "python"}}
    cells, _ = read_notebook(json.dumps(data).encode(), "slope.ipynb")
    assert len(cells) == 1


def test_a_cell_with_a_syntax_error_is_named_by_its_number():
    with pytest.raises(SubmissionError) as caught:
        read_packed(Packed("slope.ipynb", notebook("x = 1", "!ls\ny = = 2")), slug="slope")
    assert caught.value.message == "slope.ipynb, cell 2, line 2: invalid syntax."
    assert caught.value.detail.startswith("slope.ipynb, cell 2, line 2\n    y = = 2\n        ^")


def test_notebooks_with_a_bom_or_in_utf16_are_read():
    for data in (b"\xef\xbb\xbf" + notebook("x = 1"), notebook("x = 'é'").decode().encode("utf-16")):
        assert read_notebook(data, "slope.ipynb")[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cells", "source", "cell_type", "nbformat", "worksheets", "metadata", "input"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200)
@given(st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_cells_or_a_submission_error(data):
    try:
        read_notebook(data, "slope.ipynb")
    except SubmissionError as error:
        assert "\n" not in str(error)


@given(st.text(st.sampled_from("!%?=x \n\t()'\"\\#"), max_size=60))
def test_stripping_keeps_the_number_of_lines_and_python_as_it_is(source):
    python, skipped = strip_magics(source)
    assert python.count("\n") == source.count("\n") or not python
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return
    assert (python, skipped) == (source, [])
