"""The message catalogues: `python -m tests.catalogues` brings them up to date, tests prove that they are.

English is the source, for refusals and errors the English in the code: what `worded("...")` is called with is collected
to errors.po, and is its own key. For all else grader/locale/en/LC_MESSAGES/<domain>.po gives each message a key and its English; the .po of any
other language gives the same keys in the same order, each with the English that it translates as a comment (`#.`). When
the English changes, the entry is marked `fuzzy`, and when there is a new one, it is empty; the tests fail for both until
somebody has translated it and taken the mark away. Each .po is compiled to the .mo beside it, which gettext reads.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import grader
from grader.report.catalogue import DOMAINS, LANGUAGES

LOCALE = Path(grader.__file__).parent / "locale"
SOURCE, ERRORS = "en", "errors"


def path_of(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    with path_of(language, domain).open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def source(domain: str) -> Catalog:
    """The English, as it is now."""
    return collected() if domain == ERRORS else read(SOURCE, domain)


def collected() -> Catalog:
    """What errors and notes say, out of the code."""
    catalogue = Catalog(locale=SOURCE, domain=ERRORS)
    for file in sorted(Path(grader.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "worded":
                assert isinstance(node.args[0], ast.Constant) or "template" in ast.unparse(node.args[0]), ast.unparse(
                    node
                )
                if isinstance(node.args[0], ast.Constant):
                    catalogue.add(node.args[0].value, node.args[0].value)
    return catalogue


def messages(catalogue: Catalog) -> dict[str, Message]:
    """By key, without the header."""
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def forms(message: Message) -> tuple[str, ...]:
    """The text, or its forms by number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def english_of(message: Message) -> str:
    """As a translation notes it: its forms on one line, however the file wraps it."""
    return " ".join(" | ".join(dict.fromkeys(forms(message))).split())


def noted(message: Message) -> str:
    """The English that a translation was made of."""
    return " ".join(" ".join(message.auto_comments).split())


def fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def written(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
    head += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + out.getvalue().rstrip(b"\n") + b"\n"


class _Timeless(Catalog):
    """A catalogue whose header says neither when nor by what it was written."""

    mime_headers = property(
        lambda self: [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", self.plural_forms)]
    )


def compiled(catalogue: Catalog) -> bytes:
    whole, out = _Timeless(locale=catalogue.locale), io.BytesIO()
    for message in messages(catalogue).values():
        if all(forms(message)):
            whole.add(message.id, message.string, flags=message.flags)
    write_mo(out, whole)
    return out.getvalue()


def merged(source: Catalog, translation: Catalog) -> Catalog:
    """`translation` with the keys of `source`; what is new is empty, and what is of other English is fuzzy."""
    known = messages(translation)
    whole = Catalog(locale=translation.locale, domain=translation.domain)
    for key, message in messages(source).items():
        english, old = "" if source.domain == ERRORS else english_of(message), known.get(key)
        flags, text = set(), ("", "") if message.pluralizable else ""
        if old is not None and old.pluralizable == message.pluralizable:
            text, flags = old.string, set(old.flags)
            if noted(old) != english:
                flags.add("fuzzy")
        whole.add(
            message.id,
            text,
            auto_comments=[english] if english else [],
            user_comments=message.user_comments,
            flags=flags,
        )
    return whole


def main() -> None:
    for domain in DOMAINS:
        english = source(domain)
        for language in LANGUAGES:
            catalogue = english if language == SOURCE else merged(english, read(language, domain))
            path = path_of(language, domain)
            path.write_bytes(written(catalogue))
            path.with_suffix(".mo").write_bytes(compiled(catalogue))
            open_ones = [key for key, one in messages(catalogue).items() if one.fuzzy or not all(forms(one))]
            lines = [str(path), f"{len(messages(catalogue))} messages", *(f"to translate: {key}" for key in open_ones)]
            sys.stdout.write("\n  ".join(lines) + "\n")


if __name__ == "__main__":
    main()
