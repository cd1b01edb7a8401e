"""What the docs promise is there, and what is there is in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.cli.entry import COMMANDS
from grader.course import course_schema, load_course
from grader.course.misconceptions import read_misconceptions
from grader.course.model import LatePolicy, Limits

REPOSITORY = Path(__file__).parents[1]
GUIDES = {path.stem: path.read_text(encoding="utf-8") for path in (REPOSITORY / "docs").glob("*.md")}
OPERATORS = ("doctor", "backup", "restore", "serve", "user", "token", "lti", "keys", "deliver", "store", "worker")
STUDENTS = ("list", "start", "check", "watch", "submit", "report", "hint", "history", "login", "dispute")


def keys_of(schema, root):
    """Every key that the schema names, at any depth."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    for key, inner in schema.get("properties", {}).items():
        yield key
        yield from keys_of(inner, root)
    if "items" in schema:
        yield from keys_of(schema["items"], root)


@pytest.fixture
def example(tmp_path):
    """The course.yaml of the instructor's guide, as text and as a course."""
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDES["instructor"], re.DOTALL)
    (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
    return text, load_course(tmp_path)


def test_the_example_course_has_every_key_that_there_is(example):
    text, _ = example
    schema = course_schema()
    assert [key for key in sorted(set(keys_of(schema, schema))) if not re.search(rf"\b{key}:", text)] == []


def test_what_the_example_calls_the_usual_is_the_usual(example):
    _, course = example
    assert course.exercises[0].limits == Limits()
    assert course.exercises[0].counts == "best"
    assert course.exercises[0].device == "cpu"
    assert course.isolation == "full"
    assert LatePolicy().penalty == 0
    assert LatePolicy().max_days is None


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_a_guide(command):
    guide = "student" if command in STUDENTS else "administrator" if command in OPERATORS else "instructor"
    assert f"    grade {command}" in GUIDES[guide]


@pytest.mark.parametrize("name", GUIDES)
def test_no_guide_names_a_command_that_is_not_there(name):
    told = set(re.findall(r"(?:^    |`)grade ([a-z]+)", GUIDES[name], re.MULTILINE))
    assert told <= set(COMMANDS)


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", *(f"docs/{name}.md" for name in GUIDES)]
)
def test_links_lead_somewhere(page):
    path = REPOSITORY / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_table_of_attacks_lists_the_whole_corpus():
    page = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
    corpus = {path.name for path in (REPOSITORY / "tests" / "attacks" / "corpus").glob("*.py")}
    assert set(re.findall(r"\(\.\./tests/attacks/corpus/(\w+\.py)\)", page)) == corpus
    assert "NOT STOPPED" not in page


def test_the_nginx_of_long_term_distributions_reads_the_example():
    """Debian 12 and Ubuntu 24.04 have nginx before 1.25.1, which refuses `http2` as a directive of its own."""
    example = (REPOSITORY / "packaging" / "server" / "nginx.conf").read_text(encoding="utf-8")
    told = [line.partition("#")[0].split() for line in example.splitlines()]
    assert ["listen", "443", "ssl", "http2;"] in told
    assert not [words for words in told if words[:1] == ["http2"]]


def test_the_page_on_suites_has_every_exercise_and_none_fails():
    rows = re.findall(r"^\| (\w+) \| [\d.]+ \| (pass|\*\*fail\*\*) \|", GUIDES["suites"], re.MULTILINE)
    course = load_course(REPOSITORY)
    assert rows == [(exercise.slug, "pass") for exercise in course.exercises]
    killed = re.findall(r"\| (\d+) of (\d+) \(", GUIDES["suites"])
    assert all(int(some) >= 0.95 * int(whole) for some, whole in killed)


def test_the_matrix_on_the_page_is_the_identity():
    rows = re.findall(r"^\| (\d+) `(\w+)` \| (.+?) \| (.+) \|$", GUIDES["suites"], re.MULTILINE)
    listed = sum(len(read_misconceptions(folder) or ()) for folder in (REPOSITORY / "solutions").iterdir())
    assert len(rows) == listed
    for number, name, said, cells in rows:
        assert said == name
        assert [place for place, cell in enumerate(cells.split(" | "), 1) if cell == "1"] == [int(number)]
