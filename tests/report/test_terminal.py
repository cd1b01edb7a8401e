from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from grader.report import build_graded, render_terminal, student_view

from .reports import FACTS, HOSTILE, REPORTS, TESTS, VERDICTS, VISIBLE, mixed

ANY = st.text(alphabet=st.characters(codec=None), max_size=80)


def printed(report, *, width=80, encoding="utf-8", language=None, color=False, **more):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = Console(
        file=file, width=width, force_terminal=color, color_system="truecolor" if color else None, legacy_windows=False
    )
    render_terminal(report, console, language=language, **more)
    file.flush()
    return raw.getvalue().decode(encoding)


def student(name="mixed"):
    return student_view(REPORTS[name](), after_due=False)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_every_report_fits_every_console(name, width, encoding):
    for line in printed(student(name), width=width, encoding=encoding).split("\n"):
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_words_and_not_colours_tell_the_verdicts():
    text = printed(student())
    assert "✓ No error, no slope" in text
    assert "✗ The slope of the seed example is -24  failed" in text
    assert "! Large numbers stay finite  out of time · hidden" in text


def test_a_failing_visible_test_is_laid_open():
    text = printed(student())
    assert "call      weight_slope(6, 10, 3)" in text
    assert "expected  -24.0" in text
    assert "got       24.0" in text
    assert "The slope has the wrong sign." in text


def test_without_unicode_there_is_ascii():
    text = printed(student(), encoding="ascii")
    assert "+ No error, no slope" in text
    assert "#" in text


def test_accents_survive_cp1252():
    assert "Próximo passo  Comece por “" in printed(student("late"), encoding="cp1252")


def test_student_text_is_no_markup_and_no_control():
    text = printed(student("hostile"), color=True)
    assert "[bold red]markup[/] :smile:" in text.replace("\n", " ").replace("          ", " ")
    assert "\x1b[2J" not in text
    assert "\x1b]0;" not in text
    assert "\u202e" not in text


def test_a_flood_is_cut_to_a_screenful():
    assert printed(student("hostile")).count("\n") < 130


def test_the_bar_is_full_for_full_marks_only():
    almost = replace(VERDICTS, tests=(replace(TESTS[0], weight=999.0), replace(VISIBLE, weight=1.0)))
    assert "░" in printed(build_graded(FACTS, almost))
    assert "░" not in printed(student("perfect"))


def test_the_language_can_be_chosen_by_the_reader():
    assert "esperado" in printed(student(), language="pt")


def test_staff_are_told_that_it_is_their_copy():
    assert "Staff copy" in printed(mixed())
    assert "Staff copy" not in printed(student())


@settings(max_examples=40, deadline=None)
@given(ANY, st.integers(60, 120), st.sampled_from(["utf-8", "cp1252"]))
def test_no_student_text_steers_the_terminal(text, width, encoding):
    test = replace(VISIBLE, message=text, expected=text, got=text + "x", call=text, stdout=text, title=text or "T")
    verdicts = replace(VERDICTS, tests=(test,), import_output=text, import_error=text)
    report = build_graded(replace(FACTS, notes=(text,), student=text), verdicts)
    # As it could come from a file, too: never cleaned by `build`.
    raw = replace(report, submission_output=text, summary=replace(report.summary, message=text, next_step=text))
    for shown in (report, raw):
        out = printed(shown, width=width, encoding=encoding)
        assert not [c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
        assert not [
            c
            for c in out
            if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
        ]


def test_hostile_text_is_really_hostile():
    assert {"\x1b", "\u202e", "\ud800", "<"} <= set(HOSTILE)
