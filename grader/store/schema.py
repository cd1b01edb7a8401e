"""Every table there is, for migrations and for what must know of all of them."""

from grader.store import account_models, audit_models, class_models, delivery_models, lti_models, models
from grader.store.base import Base

__all__ = ["METADATA", "MODELS"]

MODELS = (models, account_models, audit_models, class_models, delivery_models, lti_models)
"""A module each idea."""
METADATA = Base.metadata
