"""The one sequence of bytes that a report's signature is made over: RFC 8785 of the view without its signature."""

from __future__ import annotations

from typing import Any

__all__ = ["canonical"]

_EXACT = 2**53 - 1
"""The largest integer that RFC 8785 can tell from its neighbours, as JSON's numbers are doubles there."""


def canonical(document: dict[str, Any]) -> bytes:
    """A report's JSON document, parsed, in the form that is signed: UTF-8, keys sorted, numbers as ECMAScript has them.

    An integer beyond 2**53 (`seed` in the staff's view) counts as the double next to it, which is what every other
    implementation of RFC 8785 reads.

    Raises:
        ValueError: it holds something that JSON has no word for.
    """
    import rfc8785

    try:
        return rfc8785.dumps(_as_doubles({key: value for key, value in document.items() if key != "signature"}))
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error


def _as_doubles(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_doubles(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_doubles(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _EXACT:
        try:
            return float(value)
        except OverflowError as error:
            raise ValueError("a number beyond the doubles") from error
    return value
