"""What must not be lost: submissions with their bytes, who grades them now, and their reports."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.store.database import Store
    from grader.store.rows import Admission, Draft, Lease, Outcome, Received, Standing, SubmissionRow

__all__ = ["Admission", "Draft", "Lease", "Outcome", "Received", "Standing", "Store", "SubmissionRow"]


def __getattr__(name: str) -> Any:
    """Import late: SQLAlchemy is slow to import and most commands don't need it."""
    if name == "Store":
        from grader.store.database import Store

        return Store
    if name in __all__:
        from grader.store import rows

        return getattr(rows, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
