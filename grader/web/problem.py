"""What goes wrong, by a code that stays the same in every language; `problems` answers it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MEDIA_TYPE", "Problem", "ProblemDocument", "answers"]

MEDIA_TYPE = "application/problem+json"


class ProblemDocument(BaseModel):
    """What every refusal and failure of the API looks like."""

    type: str = Field(examples=["urn:gradefork:problem:not_found"])
    title: str = Field(description="What is wrong, in a few words.")
    status: int
    detail: str = Field(description="What is wrong here, one line in the caller's language.")
    code: str = Field(description="For programs: stays the same in every language.", examples=["not_found"])
    advice: str = Field(description="What to do about it; may be empty.")
    request_id: str = Field(description="Name it to whoever runs the server.")


class Problem(HTTPException):
    """A refusal by its `code`: the catalogue has `problem_<code>`, and `problem_<code>_advice` where there is one."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(status, code, headers=dict(headers) if headers else None)
        self.code = code
        self.values = values


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that an operation may give, for its documentation."""
    return {status: {"model": ProblemDocument, "description": HTTPStatus(status).phrase} for status in statuses}
