"""What staff name and write in the API, with the bounds that each has."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from grader.host.classroom.words import MOST
from grader.host.students import LONGEST

__all__ = ["Reason", "SlugOf", "StudentOf", "Words"]

StudentOf = Annotated[str, Field(min_length=1, max_length=LONGEST, description="The id that submissions lie under.")]
SlugOf = Annotated[str, Field(max_length=100, description="The exercise's name in course.yaml.")]
Words = Annotated[str, Field(min_length=1, max_length=MOST)]
Reason = Annotated[str, Field(min_length=1, max_length=MOST)]
