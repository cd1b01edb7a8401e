"""course.yaml to a `Course`: the only place that makes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from grader.course.document import read_document
from grader.course.model import Course, Exercise, HintPolicy, LatePolicy, Limits
from grader.course.quantities import parse_duration, parse_moment, parse_share, parse_size
from grader.course.schema import check_shape, shown
from grader.course.slugs import refuse_slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.course.document import Document, KeyPath

__all__ = ["COURSE_FILE", "load_course"]

COURSE_FILE = "course.yaml"
_LEAST_KEPT = timedelta(days=30)
"""A slip in `retention` must not delete a course that is going on."""

T = TypeVar("T")


def load_course(root: Path) -> Course:
    """The course in the folder `root`.

    Raises:
        CourseError: course.yaml is missing or wrong; names the line, the key and what is expected.
    """
    document = read_document(root / COURSE_FILE)
    check_shape(document)
    data = document.value
    languages = tuple(data.get("languages", ["en"]))
    zone = _zone(document, data.get("timezone", "UTC"))
    packages = tuple(data.get("packages", []))
    return Course(
        id=data["id"],
        titles=_titles(document, ("title",), data["title"], languages),
        root=root.resolve(),
        timezone=zone,
        languages=languages,
        exercises=_exercises(document, zone, languages, packages),
        packages=packages,
        isolation=data.get("isolation", "full"),
        server=data.get("server"),
        retention=_retention(document),
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """One exercise's keys: its own, else the course's defaults; knows where each was written."""

    document: Document
    places: tuple[tuple[KeyPath, dict[str, Any]], ...]

    @classmethod
    def of(cls, document: Document, index: int) -> _Keys:
        data = document.value
        return cls(
            document,
            ((("exercises", index), data["exercises"][index]), (("defaults",), data.get("defaults", {})), ((), data)),
        )

    def inner(self, key: str) -> _Keys:
        """The keys of a nested mapping, merged in the same way."""
        return _Keys(self.document, tuple(((*path, key), keys[key]) for path, keys in self.places if key in keys))

    def place(self, key: str) -> tuple[KeyPath, Any] | None:
        return next((((*path, key), keys[key]) for path, keys in self.places if key in keys), None)

    def get(self, key: str, default: T, parse: Callable[[Any], T]) -> T:
        """The parsed value of `key`; a `ValueError` of `parse` becomes a `CourseError`."""
        found = self.place(key)
        if found is None:
            return default
        path, value = found
        try:
            return parse(value)
        except ValueError as error:
            raise self.document.error(path, str(error)) from None


def _exercises(
    document: Document, zone: ZoneInfo, languages: tuple[str, ...], packages: tuple[str, ...]
) -> tuple[Exercise, ...]:
    made: list[Exercise] = []
    first_line: dict[str, int] = {}
    for index, data in enumerate(document.value["exercises"]):
        slug, path = data["slug"], ("exercises", index, "slug")
        reason = refuse_slug(slug) or (f"{slug!r} is one of the course's packages" if slug in packages else "")
        if reason:
            raise document.error(path, f"{slug!r} can't name an exercise: {reason}")
        if slug in first_line:
            raise document.error(path, f"{slug!r} is used twice, first in line {first_line[slug]}")
        first_line[slug] = document.line(path)
        made.append(_exercise(_Keys.of(document, index), data, ("exercises", index), zone, languages))
    return tuple(made)


def _exercise(keys: _Keys, data: dict[str, Any], path: KeyPath, zone: ZoneInfo, languages: tuple[str, ...]) -> Exercise:
    if keys.place("points") is None:
        raise keys.document.error(path, "expected the key 'points', here or in defaults")
    release = keys.get("release", None, lambda text: parse_moment(text, zone) if text else None)
    due = keys.get("due", None, lambda text: parse_moment(text, zone, last=True) if text else None)
    if release and due and release >= due:
        where, value = keys.place("due") or (path, None)
        raise keys.document.error(
            where, f"expected a time after the release ({release.astimezone(zone):%Y-%m-%d %H:%M}), got {shown(value)}"
        )
    late, hints = keys.inner("late"), keys.inner("hints")
    return Exercise(
        slug=data["slug"],
        titles=_titles(keys.document, (*path, "title"), data["title"], languages),
        points=keys.get("points", 0.0, float),
        week=keys.get("week", None, lambda number: number),
        release=release,
        due=due,
        late=LatePolicy(
            grace=late.get("grace", LatePolicy().grace, parse_duration),
            penalty=late.get("penalty_per_day", 0.0, parse_share),
            max_days=late.get("max_days", None, lambda days: days),
        ),
        attempts=keys.get("attempts", None, lambda count: count),
        cooldown=keys.get("cooldown", LatePolicy().grace, parse_duration),
        counts=keys.get("counts", "best", str),
        limits=_limits(keys.inner("limits")),
        device=keys.get("device", "cpu", str),
        cpu_allowed=keys.get("cpu_allowed", False, bool),
        hints=HintPolicy(
            cap=hints.get("cap", HintPolicy().cap, int),
            after=hints.get("after", HintPolicy().after, lambda count: count),
        ),
    )


def _limits(keys: _Keys) -> Limits:
    usual = Limits()

    def seconds(text: str) -> float:
        span = parse_duration(text).total_seconds()
        if not 0 < span <= 86400:
            raise ValueError(f"expected more than 0 s and at most a day, got {shown(text)}")
        return span

    def size(least: int, most: int) -> Callable[[Any], int]:
        def parse(text: Any) -> int:
            count = parse_size(text)
            if not least <= count <= most:
                raise ValueError(f"expected from {least >> 10} KiB to {most >> 30} GiB, got {shown(text)}")
            return count

        return parse

    test = keys.get("test", usual.test_s, seconds)
    whole = keys.get("submission", max(usual.submission_s, test), seconds)
    if test > whole:
        path, value = keys.place("submission") or ((), None)
        raise keys.document.error(path, f"expected at least the limit of one test ({test:g} s), got {shown(value)}")
    return Limits(
        test_s=test,
        submission_s=whole,
        # An interpreter with torch alone needs about 300 MiB.
        memory=keys.get("memory", usual.memory, size(256 << 20, 1 << 40)),
        disk=keys.get("disk", usual.disk, size(1 << 10, 1 << 40)),
        output=keys.get("output", usual.output, size(1 << 10, 1 << 30)),
    )


def _titles(document: Document, path: KeyPath, title: Any, languages: tuple[str, ...]) -> dict[str, str]:
    if isinstance(title, str):
        return {languages[0]: title.strip()}
    for language in title:
        if language not in languages:
            raise document.error(
                (*path, language),
                f"expected one of the course's languages ({', '.join(languages)}), got {shown(language)}",
            )
    return {language: text.strip() for language, text in title.items()}


def _retention(document: Document) -> timedelta | None:
    text = document.value.get("retention")
    if text is None:
        return None
    span = parse_duration(text)
    if span < _LEAST_KEPT:
        raise document.error(("retention",), f"expected at least 30d, got {shown(text)}")
    return span


def _zone(document: Document, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        from zoneinfo import available_timezones

        near = get_close_matches(name, sorted(available_timezones()), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise document.error(
            ("timezone",), f"expected an IANA time zone such as Europe/Lisbon, got {shown(name)}.{hint}"
        ) from None
