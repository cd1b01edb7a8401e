"""Which number a row gets in another store, and who of two stores is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from grader.errors import UsageError, worded
from grader.store.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

    from grader.store.scope import Scope

__all__ = ["Numbers", "carry_counters", "number_anew"]

_SAME_BY = {
    "courses": ("name",),
    "students": ("name",),
    "users": ("public_id",),
    "versions": ("suite", "described"),
    "lti_platforms": ("issuer", "client_id"),
}
"""By what a row of one store is known to be a row of the other."""
_MOST = 400


class Numbers:
    """The numbers of the rows of one store in another. Without any, each keeps its own."""

    def __init__(self, new: dict[str, dict[int, int]] | None = None, there: dict[str, set[int]] | None = None) -> None:
        self._new = new
        self._there = there or {}

    @property
    def all_stay(self) -> bool:
        """Does everything keep its number, as from one store to an empty one?"""
        return self._new is None

    def of(self, table: str, old: int | None) -> int | None:
        """The new number; None: the row does not come along."""
        return old if self._new is None or old is None else self._new.get(table, {}).get(old)

    def is_there(self, table: str, old: int) -> bool:
        """Is the row in the other store already?"""
        return old in self._there.get(table, ())


def number_anew(source: Connection, target: Connection, scope: Scope) -> Numbers:
    """Numbers in `target` for what is in scope; submissions keep theirs.

    Raises:
        UsageError: a submission's number is taken.
    """
    new: dict[str, dict[int, int]] = {}
    there: dict[str, set[int]] = {}
    for table in METADATA.sorted_tables:
        if "id" not in table.c:
            continue
        same = _SAME_BY.get(table.name, ())
        columns = (table.c.id, *(table.c[name] for name in same))
        rows = source.execute(select(*columns).where(scope[table.name]).order_by(table.c.id)).all()
        if table.name == "submissions":
            _need_free(target, table, [row[0] for row in rows])
            new[table.name] = {row[0]: row[0] for row in rows}
            continue
        known = _known(target, table, same, [tuple(row[1:]) for row in rows]) if same else {}
        fresh = iter(_allocate(target, table, sum(tuple(row[1:]) not in known for row in rows)))
        new[table.name] = {row[0]: known.get(tuple(row[1:])) or next(fresh) for row in rows}
        there[table.name] = {row[0] for row in rows if tuple(row[1:]) in known}
    return Numbers(new, there)


def carry_counters(source: Connection, target: Connection, *, all_of_them: bool) -> None:
    """No number that was ever given out in either store is given out again in `target`."""
    for table in METADATA.sorted_tables:
        if "id" in table.c:
            highest = _counter(source, table) if all_of_them else 0
            _raise_counter(target, table, highest)


def _known(target: Connection, table: Table, same: Sequence[str], keys: list[tuple[Any, ...]]) -> dict[Any, int]:
    """The rows of `target` by what makes them the same; only those asked for."""
    first = table.c[same[0]]
    found: dict[Any, int] = {}
    for part in _parts([key[0] for key in keys]):
        rows = target.execute(select(table.c.id, *(table.c[name] for name in same)).where(first.in_(set(part))))
        found |= {tuple(row[1:]): row[0] for row in rows}
    return found


def _need_free(target: Connection, table: Table, numbers: list[int]) -> None:
    for part in _parts(numbers):
        taken = target.execute(select(func.min(table.c.id)).where(table.c.id.in_(part))).scalar()
        if taken is not None:
            raise UsageError(
                worded("The target has a submission #{number} of its own.", number=taken),
                worded("Submissions keep their numbers: copy to another store."),
            )


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _MOST] for start in range(0, len(items), _MOST))


def _allocate(target: Connection, table: Table, count: int) -> Sequence[int]:
    if target.dialect.name == "sqlite":
        first = _counter(target, table) + 1
        return range(first, first + count)
    wanted = text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) FROM generate_series(1, :count)")  # noqa: S608 - a table of ours
    return target.execute(wanted, {"count": count}).scalars().all()


def _counter(c: Connection, table: Table) -> int:
    """The highest number that was ever given out."""
    highest: int = c.execute(select(func.max(table.c.id))).scalar() or 0
    if c.dialect.name == "sqlite":
        if not table.dialect_options["sqlite"]["autoincrement"]:
            return highest
        wanted = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return max(highest, c.execute(wanted, {"name": table.name}).scalar() or 0)
    name = c.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar_one()
    last, is_called = c.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608 - as the database says it
    return max(highest, int(last) if is_called else int(last) - 1)


def _raise_counter(c: Connection, table: Table, least: int) -> None:
    highest = max(least, _counter(c, table))
    if not highest:
        return
    if c.dialect.name != "sqlite":
        c.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)"),
            {"name": table.name, "highest": highest},
        )
    elif table.dialect_options["sqlite"]["autoincrement"]:
        values = {"name": table.name, "highest": highest}
        changed = c.execute(text("UPDATE sqlite_sequence SET seq = :highest WHERE name = :name"), values)
        if not changed.rowcount:
            c.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :highest)"), values)
