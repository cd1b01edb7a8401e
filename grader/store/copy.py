"""Courses, or all that there is, from one store to another: in one transaction, and looked at before it ends."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from grader.errors import InternalError, UsageError, worded
from grader.store.likeness import need_likeness, pseudonyms_there
from grader.store.locks import reading
from grader.store.numbering import Numbers, carry_counters, number_anew
from grader.store.schema import METADATA
from grader.store.scope import everything, of_courses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine, Row, Table

__all__ = ["copy_rows"]

_MANY, _FEW = 400, 16
"""Rows at a time; few where they hold files."""
_LEASE = ("owner", "lease_until", "not_before", "progress")
"""Who grades a submission, by a clock that is the other store's own."""


def copy_rows(
    source: Engine,
    target: Engine,
    courses: Sequence[str] | None = None,
    *,
    on_submission: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Copy these courses with all that is theirs, or everything (None) into an empty store; how many rows, by table.

    Submissions keep their numbers; what is being graded waits in the copy. `target` has all of it afterwards, or, when
    anything fails, nothing.

    Raises:
        UsageError: no such course; the target has it, or one of its submissions' numbers; it is not empty; or it knows
            somebody else under a name.
        InternalError: what was written does not read as what was sent.
    """
    with reading(source).connect() as old, target.begin() as new:
        for c in (old, new):
            if c.dialect.name == "postgresql":
                c.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        if courses is None:
            _need_empty(new)
            carrier = _Carrier(old, new, Numbers(), {})
            scope = everything()
        else:
            scope = of_courses(courses)
            need_likeness(old, new, courses, scope)
            carrier = _Carrier(old, new, number_anew(old, new, scope), pseudonyms_there(old, new, scope))
        try:
            for table in METADATA.sorted_tables:
                carrier.carry(table, scope[table.name], on_submission if table.name == "submissions" else None)
        except IntegrityError as error:
            reason = " ".join(str(error.orig).split())[:200]
            raise UsageError(
                worded("The target holds something else in its place: {reason}.", reason=reason),
                worded("Copy to another store."),
            ) from error
        carrier.check()
        carry_counters(old, new, all_of_them=courses is None)
        return carrier.counts


class _Carrier:
    """Takes rows out of one transaction and puts them into another, with the numbers that they have there."""

    def __init__(self, old: Connection, new: Connection, numbers: Numbers, renamed: dict[str, str]) -> None:
        self._old, self._new = old, new
        self._numbers = numbers
        self._renamed = renamed
        """Pseudonyms of people who have another one there."""
        self._keys: dict[str, list[tuple[Any, ...]]] = {}
        self._sums: dict[str, int] = {}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were put in, by table."""
        return {name: len(keys) for name, keys in self._keys.items() if keys}

    def carry(self, table: Table, wanted: Any, on_row: Callable[[], None] | None) -> None:
        """Copy the rows of a table."""
        keys, total = self._keys.setdefault(table.name, []), 0
        own = list(table.primary_key.columns)
        for rows in _read(self._old, table, wanted):
            values = [made for row in rows if (made := self._make(table, row)) is not None]
            if values:
                self._new.execute(insert(table), values)
            keys += [tuple(made[column.name] for column in own) for made in values]
            total += sum(_digest(made[column.name] for column in table.c) for made in values)
            if on_row is not None:
                for _ in rows:
                    on_row()
        self._sums[table.name] = total

    def check(self) -> None:
        """Read what was put in. Raises `InternalError` where it is not what was sent."""
        for table in METADATA.sorted_tables:
            own = list(table.primary_key.columns)
            keys, found, total = self._keys[table.name], 0, 0
            size = _size(table)
            for start in range(0, len(keys), size):
                part = keys[start : start + size]
                wanted = own[0].in_([key[0] for key in part]) if len(own) == 1 else tuple_(*own).in_(part)
                rows = self._new.execute(select(table).where(wanted)).all()
                found += len(rows)
                total += sum(map(_digest, rows))
            if (found, total) != (len(keys), self._sums[table.name]):
                raise InternalError(
                    f"The copy of {table.name} is not what was sent: {found} rows of {len(keys)}.", "Nothing was kept."
                )

    def _make(self, table: Table, row: Row[Any]) -> dict[str, Any] | None:
        """The row as it is there; None: it is there already, or hangs on something that does not come along."""
        made = {name: _plain(value) for name, value in row._asdict().items()}
        if made.get("state") == "grading":
            made |= {"state": "received", "tries": max(0, made["tries"] - 1)}
        made |= {name: None for name in _LEASE if table.name == "submissions" and name in made}
        if self._numbers.all_stay:
            return made
        if "id" in made:
            if self._numbers.is_there(table.name, made["id"]):
                return None
            made["id"] = self._numbers.of(table.name, made["id"])
        for column in table.c:
            for key in column.foreign_keys:
                made[column.name] = self._numbers.of(key.column.table.name, made[column.name])
                if made[column.name] is None and not column.nullable:
                    return None
        return self._make_theirs(table.name, made)

    def _make_theirs(self, table: str, made: dict[str, Any]) -> dict[str, Any] | None:
        """What no foreign key says."""
        if table == "users":
            made["administrator"] = False  # of the other store; a course gives nobody this one
        elif table == "pseudonyms" and made["pseudonym"] in self._renamed:
            return None
        elif table == "audit":
            made |= {name: self._renamed.get(made[name], made[name]) for name in ("actor", "subject")}
        elif table == "deliveries" and made["kind"] == "ags":
            place = json.loads(made["target"])
            for name, of in (("link", "lti_links"), ("platform", "lti_platforms")):
                place[name] = self._numbers.of(of, place.get(name))
            made["target"] = json.dumps(place, sort_keys=True)
        return made


def _read(c: Connection, table: Table, wanted: Any) -> Iterator[Sequence[Row[Any]]]:
    """Rows in the order of their keys, some at a time."""
    size = _size(table)
    query = select(table).where(wanted).order_by(*table.primary_key.columns)
    with c.execution_options(yield_per=size).execute(query) as found:
        yield from found.partitions(size)


def _size(table: Table) -> int:
    return _FEW if any(isinstance(column.type, LargeBinary) for column in table.c) else _MANY


def _plain(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _digest(values: Any) -> int:
    """Of one row; the sum over rows does not ask for their order."""
    return int.from_bytes(hashlib.sha256(repr(tuple(values)).encode("utf-8", "backslashreplace")).digest(), "big")


def _need_empty(c: Connection) -> None:
    for table in METADATA.sorted_tables:
        if c.execute(select(*table.primary_key.columns).limit(1)).first() is not None:
            raise UsageError(
                worded("The target is not empty."), worded("Name an empty one, or copy some courses: --course ID")
            )
