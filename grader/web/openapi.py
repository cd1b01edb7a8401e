"""The description of the API: as FastAPI makes it, with the media type that problems really have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.web.problem import MEDIA_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["describe_api"]

_ERROR = 400


def describe_api(app: FastAPI) -> None:
    """Have `app.openapi()` say that refusals are problem documents, and that what is unchanged is 304."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = make()
            for operations in document["paths"].values():
                for method, operation in operations.items():
                    _correct(method, operation["responses"])
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(method: str, responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= _ERROR and "application/json" in content:
            response["content"] = {MEDIA_TYPE: content["application/json"]}
    if method == "get" and "200" in responses:
        responses.setdefault("304", {"description": "Not modified: it is what `If-None-Match` names."})
