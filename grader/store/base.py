"""What every table shares: names of constraints, times in UTC, text that every database takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Double, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

__all__ = ["Base", "PlainText", "UtcDateTime"]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, UTC in the database, since SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times; they would be read back as another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What was stored, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class PlainText(TypeDecorator[str]):
    """Text without NUL, which Postgres refuses: what people type and call their files may hold any sign."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The replacement sign for NUL."""
        return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can find it again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012
        str: PlainText(),
        datetime: UtcDateTime(),
        bytes: LargeBinary(),
        float: Double(),
    }
