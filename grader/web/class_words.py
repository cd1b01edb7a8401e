"""What staff name and write in the API, with the bounds that each has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from grader.host.students import LONGEST
from grader.host.words import MOST

__all__ = ["MOMENTS", "Moment", "SlugOf", "StudentOf", "Words"]

MOMENTS = range(1970, 3000)
"""The years in which something may be: those at the ends of the calendar are in no other time zone."""


def _in_time(at: datetime) -> datetime:
    if at.year not in MOMENTS:
        raise ValueError(f"the year must be {MOMENTS[0]} to {MOMENTS[-1]}")
    return at.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_time)]
"""With its zone."""

StudentOf = Annotated[str, Field(min_length=1, max_length=LONGEST, description="The id that submissions lie under.")]
SlugOf = Annotated[str, Field(max_length=100, description="The exercise's name in course.yaml.")]
Words = Annotated[str, Field(min_length=1, max_length=MOST)]
