"""A bundle for students: its zip, its first page, the note in the course, and the pictures that tasks show."""

import base64
import json
import os
import re
import subprocess
import zipfile

import nbformat
import pytest

from grader import __version__
from grader.authoring import release
from grader.authoring.bundle import write_bundle
from grader.authoring.pictures import MOST_BYTES, read_pictures
from grader.authoring.records import read_releases, record_release
from grader.course import load_course
from grader.engine.suite import suite_hash
from grader.errors import CourseError

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>\n'
PNG = b"\x89PNG\r\n\x1a\n\x00\xff"


@pytest.fixture
def pictured(folder):
    (folder / "picture.svg").write_bytes(SVG)
    (folder / "img").mkdir()
    (folder / "img" / "curve.png").write_bytes(PNG)
    (folder / "unused.svg").write_bytes(SVG)
    (folder / "README.md").write_text(
        "# Doubling\n\n![a dot](picture.svg) and ![a curve](img/curve.png)\n\n"
        "`![code](absent.svg)` ![the web](https://example.org/a.png)\n\n```\n![code](absent.svg)\n```\n"
    )
    return folder


def test_two_releases_of_one_course_are_byte_for_byte_the_same(course, pictured, tmp_path):
    release(course, ["double"], tmp_path / "one")
    for path in pictured.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700)
    release(course, ["double"], tmp_path / "two")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_zip_holds_the_bundle_sorted_with_one_time_and_mode(course, pictured, tmp_path):
    release(course, ["double"], tmp_path / "bundle")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        entries = archive.infolist()
        archive.extractall(tmp_path / "student")
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.date_time, entry.external_attr >> 16) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0o100644)}
    assert load_course(tmp_path / "student" / "tiny").exercise("double").points == 3
    for entry in entries:
        inside = entry.filename.removeprefix("tiny/")
        assert (tmp_path / "bundle" / inside).read_bytes() == (tmp_path / "student" / entry.filename).read_bytes()


def test_the_first_page_tells_every_system_what_to_type_in_both_languages(course, tmp_path):
    release(course, ["double"], tmp_path / "bundle")
    for name, exercise in (("START.md", "Double"), ("START.pt.md", "O dobro")):
        text = (tmp_path / "bundle" / name).read_text(encoding="utf-8")
        assert f"| {exercise} | exercises/double | 3 |" in text
        for system in ("Windows", "macOS", "Linux"):
            assert re.search(
                rf"^{system}.*\n\n(    .*\n)*    .*pip install gradefork=={__version__}\b", text, re.MULTILINE
            )
        assert f"    %pip install gradefork=={__version__}" in text
        assert "://" not in text


def test_students_get_the_pictures_that_a_readme_shows_and_no_other(course, pictured):
    release(course, ["double"], course.root / "exercises")
    stub = course.stub_folder("double")
    assert (stub / "picture.svg").read_bytes() == SVG
    assert (stub / "img" / "curve.png").read_bytes() == PNG
    assert not (stub / "unused.svg").exists()


def test_a_notebook_that_is_opened_alone_shows_its_pictures(course, pictured):
    release(course, ["double"], course.root / "exercises")
    notebook = nbformat.read(course.stub_folder("double") / "double.ipynb", as_version=4)
    nbformat.validate(notebook)
    task = notebook["cells"][0]
    assert task["attachments"] == {"img/curve.png": {"image/png": base64.b64encode(PNG).decode()}}
    assert "![a curve](attachment:img/curve.png)" in task["source"]
    assert "![a dot][picture.svg]" in task["source"]
    assert task["source"].endswith(f"\n\n[picture.svg]: data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}")
    assert "`![code](absent.svg)` ![the web](https://example.org/a.png)" in task["source"]


def test_a_page_made_of_the_notebook_shows_them_too(course, pictured):
    from nbconvert import HTMLExporter

    release(course, ["double"], course.root / "exercises")
    notebook = nbformat.read(course.stub_folder("double") / "double.ipynb", as_version=4)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    shown = re.findall(r'<img alt="([^"]*)" src="([^",]*)', page)
    assert shown[:2] == [("a dot", "data:image/svg+xml;base64"), ("a curve", "data:image/png;base64")]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("absent.svg", "is shown, and is not there"),
        ("../later/secret.svg", "is no path inside"),
        ("/etc/hostname.png", "is no path inside"),
        ("img/../picture.svg", "is no path inside"),
        (".hidden.png", "is no path inside"),
        ("img\\curve.png", "is no path inside"),
        ("test_double.py", "is no picture that students get"),
        ("link.svg", "is a link"),
        ("linked/curve.png", "is a link"),
        ("large.png", "KiB; at most 1024"),
    ],
)
def test_what_is_no_picture_of_the_exercise_is_refused(pictured, place, reason):
    (pictured / ".hidden.png").write_bytes(PNG)
    (pictured / "link.svg").symlink_to("/etc/hostname")
    (pictured / "linked").symlink_to(pictured / "img")
    (pictured / "large.png").write_bytes(bytes(MOST_BYTES + 1))
    with pytest.raises(CourseError, match=re.escape(f"README.md: {place} ") + f".*{reason}"):
        read_pictures(pictured, "README.md", f"![it]({place})\n")


@pytest.mark.parametrize(
    "drawn", ["<!-- doubled_number = FACTOR * x + math.sin(0) -->", "<text>return FACTOR * self.last_number</text>"]
)
def test_a_drawing_that_says_the_solution_is_refused(course, pictured, drawn):
    (pictured / "picture.svg").write_text(f"<svg>{drawn}</svg>")
    with pytest.raises(CourseError, match=r"give the solution away: picture\.svg:1"):
        write_bundle(course, "double")


def test_a_drawing_has_the_same_bytes_however_git_checked_it_out(course, pictured):
    (pictured / "picture.svg").write_bytes(b"<svg>\r\n</svg>\r\n")
    assert write_bundle(course, "double")["picture.svg"] == b"<svg>\n</svg>\n"


def test_a_picture_needs_words_for_who_cannot_see_it(pictured):
    with pytest.raises(CourseError, match=r"picture\.svg has no text for who can't see it"):
        read_pictures(pictured, "README.md", "![ ](picture.svg)\n")


def test_examples_are_optional_and_old_ones_go(course, folder):
    release(course, ["double"], course.root / "exercises")
    (folder / "test_examples.py").unlink()
    release(course, ["double"], course.root / "exercises")
    assert not (course.stub_folder("double") / "test_examples.py").exists()


def test_a_release_is_noted_once_with_the_hash_of_every_suite_and_the_commit(course, folder):
    def run(*command):
        subprocess.run(["git", "-C", course.root, "-c", "user.name=a", "-c", "user.email=a@b", *command], check=True)

    for _ in range(2):
        record_release(course, ["double"], b"zip")
    (first,) = read_releases(course)
    assert (first["suites"], first["grader"]) == ({"double": suite_hash(folder)}, __version__)
    assert first["commit"] is None
    run("init", "-q")
    run("add", "solutions")
    run("commit", "-qm", "suites")
    record_release(course, ["double"], b"zip")
    head = subprocess.run(["git", "-C", course.root, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    assert read_releases(course)[1]["commit"] == head.stdout.strip()
    (folder / "test_double.py").write_text("# another\n")
    record_release(course, ["double"], b"zip")
    third = read_releases(course)[2]
    assert third["commit"] is None
    assert third["suites"] != first["suites"]


def test_a_spoilt_record_is_not_written_over(course):
    (course.root / "releases.json").write_text("[")
    with pytest.raises(CourseError, match=r"releases\.json can't be read"):
        record_release(course, ["double"], b"zip")
    assert (course.root / "releases.json").read_text() == "["
    (course.root / "releases.json").write_text(json.dumps({"releases": []}))
    record_release(course, ["double"], b"zip")
    assert len(read_releases(course)) == 1
