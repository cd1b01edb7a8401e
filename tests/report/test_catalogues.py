"""The message catalogues of every language are whole, alike in what is put into them, used, and compiled."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import grader
from grader.errors import worded
from grader.report.catalogue import DOMAINS, LANGUAGES, Catalogue
from grader.report.messages import translate
from tests import catalogues

ROOT = Path(grader.__file__).parent
ROOMS = {"report": ("report", "cli"), "host": ("host", "cli"), "web": ("web",)}
"""Where the messages of a domain are said."""
BUILT = {
    "report": re.compile(
        r"next_\w+|month_\d+|role_\w+|seen_\w+|passed|failed|error|timeout|memory|crashed|not_run|skipped|graded|rejected"
        r"|grader_error|hidden|after_due_date|secret"
    ),
    "host": re.compile(
        r"weekday_\d|column_\w+|state_\w+|batch_who_\w+|notebook_newer_\w+|(best|latest)_counts|hint_\w+|why_\w+|role_\w+|signed_\w+|reference|stub|error|warning"
    ),
    "web": re.compile(
        r"problem_\w+|(language|theme|role|state|standing|continue|closed_title|told|dispute|answered|account_done|invite_as|tab|format|cell|event|outcome|action|finding|delivery|regrade_task|release|detail|roles|disputes|choose)_\w+"
        r"|device_(approved|denied)(_more)?"
    ),
}
"""Keys that are put together, or are the name of a status."""
EVERY = [(language, domain) for language in LANGUAGES for domain in DOMAINS]
OTHERS = [(language, domain) for language, domain in EVERY if language != catalogues.SOURCE]


def test_every_folder_is_a_language_and_every_file_a_domain():
    assert {path.name for path in catalogues.LOCALE.iterdir()} == set(LANGUAGES)
    found = {path.relative_to(catalogues.LOCALE).as_posix() for path in catalogues.LOCALE.rglob("*.*")}
    assert found == {f"{one}/LC_MESSAGES/{domain}.{kind}" for one, domain in EVERY for kind in ("po", "mo")}


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_no_message_is_empty_or_fuzzy(language, domain):
    found = catalogues.messages(catalogues.read(language, domain))
    assert [key for key, message in found.items() if message.fuzzy or not all(catalogues.forms(message))] == []


@pytest.mark.parametrize(("language", "domain"), OTHERS)
def test_every_language_says_everything_and_of_the_english_that_is_there_now(language, domain):
    source = catalogues.messages(catalogues.source(domain))
    own = catalogues.messages(catalogues.read(language, domain))
    assert list(own) == list(source)
    if domain != catalogues.ERRORS:  # its keys are the English
        assert [key for key in own if catalogues.noted(own[key]) != catalogues.english_of(source[key])] == []
    assert [key for key in own if own[key].pluralizable != source[key].pluralizable] == []


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_every_form_says_it_with_the_same_values(language, domain):
    source = catalogues.messages(catalogues.source(domain))
    for key, message in catalogues.messages(catalogues.read(language, domain)).items():
        wanted = catalogues.fields(catalogues.forms(source[key])[-1])
        for form in catalogues.forms(message):
            assert catalogues.fields(form) in (wanted, wanted - {"count"} if message.pluralizable else wanted), key


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_what_gettext_reads_is_compiled_from_what_is_there_now(language, domain):
    path = catalogues.path_of(language, domain)
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogues.read(language, domain))
    assert path.read_bytes() == catalogues.written(catalogues.read(language, domain)), "run: make messages"


@pytest.mark.parametrize("domain", ROOMS)
def test_no_message_is_unused(domain):
    sources = [file for room in ROOMS[domain] for file in (ROOT / room).rglob("*") if file.suffix in (".py", ".j2")]
    text = "".join(file.read_text("utf-8") for file in sources)
    keys = catalogues.messages(catalogues.read(catalogues.SOURCE, domain))
    assert [
        key for key in keys if not BUILT[domain].fullmatch(key) and not re.search(rf"""(["']){key}\1""", text)
    ] == []


def test_the_english_of_errors_is_the_code():
    english, code = catalogues.read(catalogues.SOURCE, "errors"), catalogues.source("errors")
    assert list(catalogues.messages(english)) == list(catalogues.messages(code))
    assert catalogues.messages(english)


ROOMS_OF_STUDENTS = (
    "submission",
    "host",
    "course/conformity.py",
    "course/lookup.py",
    "course/near.py",
    "course/model.py",
)


def test_what_students_may_do_wrong_is_worded():
    files = [
        file
        for room in ROOMS_OF_STUDENTS
        for file in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
    ]
    bare = [
        f"{file}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("SubmissionError", "UsageError", "Complaint")
        if any(isinstance(argument, ast.Constant | ast.JoinedStr) for argument in node.args)
    ]
    assert bare == []


def test_an_error_is_said_in_the_language_with_what_is_inside_of_it():
    error = worded(
        "{name}: {problem}{also}", name="a.py", problem=worded("The class `{name}` is missing.", name="Net"), also=""
    )
    assert error == "a.py: The class `Net` is missing."
    assert translate("en", error) == error
    assert translate("pt", error) == "a.py: Falta a classe `Net`."
    assert translate("pt", "Split it up.") == "Divida-a."
    assert translate("pt", "") == ""
    assert translate("pt", "text of a student's {name}") == "text of a student's {name}"
    assert translate("pt", worded("nobody translated {this}", this=1)) == "nobody translated 1"


def test_a_changed_english_makes_its_translation_fuzzy_and_a_new_one_waits_for_its():
    source, own = catalogues.read("en", "report"), catalogues.read("pt", "report")
    source.get("every_test").string = "All tests pass."
    source.add("brand_new", "A new message.")
    source.delete("no_test")
    merged = catalogues.messages(catalogues.merged(source, own))
    assert merged["every_test"].fuzzy
    assert merged["brand_new"].string == ""
    assert "no_test" not in merged
    assert [key for key, message in merged.items() if message.fuzzy] == ["every_test"]


def test_a_key_that_is_not_there_is_a_bug_in_every_language():
    messages = Catalogue("report")
    for language in LANGUAGES:
        with pytest.raises(KeyError):
            messages.say(language, "nobody says this")
        with pytest.raises(KeyError):
            messages.say_count(language, "nobody says this", 2)
    assert not messages.has("nobody says this")
    assert messages.has("error")  # whose English is its key


def test_forms_fit_their_number():
    messages = Catalogue("report")
    assert messages.say_count("en", "tests_pass", 1, total=7) == "1 of 7 tests passes."
    assert messages.say_count("en", "tests_pass", 0, total=7) == "0 of 7 tests pass."
    assert messages.say_count("pt", "tests_pass", 1, total=2) == "1 de 2 testes passa."
    assert messages.say_count("pt", "tests_pass", 2, total=3) == "2 de 3 testes passam."
