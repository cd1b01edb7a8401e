"""The pictures of the READMEs are what their scripts write, and every README shows one, with words for who can't see it.

`solutions/<slug>/picture.py DIR` writes `picture.svg` (and `picture.pt.svg` where the picture holds words) to DIR; without
DIR beside itself. It looks as `solutions/picture.mplstyle` says, and imports nothing of the exercise.
"""

import re
import runpy
import sys
from xml.etree import ElementTree as ET

import matplotlib as mpl

LEAST_WORDS = 8
MOST_BYTES = 150_000


def pictures(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.glob("picture*.svg"))}


def shown(folder, readme):
    """Text alternative and file of each picture in a README."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (folder / readme).read_text(encoding="utf-8"))


def test_a_picture_is_what_its_script_writes(content, slug, tmp_path, monkeypatch):
    folder = content.solutions / slug
    monkeypatch.setattr(sys, "argv", ["picture.py", str(tmp_path)])
    with mpl.rc_context():
        runpy.run_path(str(folder / "picture.py"), run_name="__main__")
    assert pictures(tmp_path)
    assert pictures(tmp_path) == pictures(folder), f"run: python solutions/{slug}/picture.py"


def test_a_picture_is_a_small_drawing_that_fetches_and_runs_nothing(content, slug):
    for name, data in pictures(content.solutions / slug).items():
        assert len(data) < MOST_BYTES, name
        for element in ET.fromstring(data).iter():
            assert not element.tag.endswith(("}script", "}image", "}foreignObject"))
            links = [value for key, value in element.attrib.items() if key.endswith("href")]
            assert all(link.startswith("#") for link in links)


def test_every_readme_shows_its_picture_and_says_it_in_words(content, slug):
    folder = content.solutions / slug
    assert "picture.svg" in pictures(folder)
    own = "picture.pt.svg" if "picture.pt.svg" in pictures(folder) else "picture.svg"
    alternatives = []
    for readme, wanted in (("README.md", "picture.svg"), ("README.pt.md", own)):
        (text,) = [alternative for alternative, file in shown(folder, readme) if file == wanted]
        assert len(text.split()) >= LEAST_WORDS
        alternatives.append(text)
    assert alternatives[0] != alternatives[1]
