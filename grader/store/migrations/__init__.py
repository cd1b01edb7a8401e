"""Alembic's migrations, shipped in the package and run when a store is opened."""

__all__ = ["HEAD"]

HEAD = "0004"
"""The newest revision, so that opening an up-to-date store need not import Alembic."""
