"""What an exercise asks, as its README says it: Markdown to HTML, with the exercise's own pictures, and TeX as TeX."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup, escape

from grader.report.sanitise import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

    from grader.course.model import Course

__all__ = ["MEDIA", "find_picture", "read_statement", "read_stub"]

MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""Pictures that an exercise may bring, by their suffix."""
_PICTURE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")


def read_statement(course: Course, slug: str, language: str) -> Markup:
    """The README in `language`, else the one that there is, without its first heading: the page has the title."""
    folder = course.stub_folder(slug)
    for name in (f"README.{language}.md", "README.md"):
        path = folder / name
        if path.is_file():
            return _rendered(str(path), path.stat().st_mtime_ns, f"/c/{course.id}/e/{slug}/files/")
    return Markup()


def read_stub(course: Course, slug: str) -> str:
    """The file that students start from; empty where the exercise has none."""
    path = course.stub_folder(slug) / f"{slug}.py"
    return path.read_text("utf-8") if path.is_file() else ""


def find_picture(course: Course, slug: str, name: str) -> Path | None:
    """A picture of the exercise's own folder; None for anything else."""
    folder = course.stub_folder(slug)
    path = folder / name
    is_picture = _PICTURE.fullmatch(name) is not None and path.suffix in MEDIA
    return path if is_picture and path.is_file() and path.resolve() == folder.resolve() / name else None


@lru_cache(maxsize=256)
def _rendered(path: str, _changed: int, files: str) -> Markup:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the path is a key of the cache
        text = file.read()
    return Markup(_markdown().render(clean(text), {"files": files}))  # noqa: S704 - HTML in a README is text


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.use(dollarmath_plugin, allow_space=True, allow_digits=False, double_inline=True)
    for kind in ("math_inline", "math_inline_double", "math_block"):
        markdown.add_render_rule(kind, _math)
    markdown.add_render_rule("image", _image)
    markdown.core.ruler.push("untitled", _untitle)
    return markdown


def _untitle(state: Any) -> None:
    if state.tokens and state.tokens[0].type == "heading_open" and state.tokens[0].tag == "h1":
        del state.tokens[:3]


def _math(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    kind = "math" if tokens[index].type == "math_inline" else "math block"
    return Markup('<span class="{}">{}</span>').format(kind, tokens[index].content.strip())


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    alt = renderer.renderInlineAsText(token.children or [], options, env)
    place = str(token.attrs["src"])
    if not _PICTURE.fullmatch(place):
        return str(escape(alt))  # what lies elsewhere is not fetched from there
    return Markup('<img src="{}{}" alt="{}" loading="lazy">').format(env["files"], quote(place), " ".join(alt.split()))
