"""grader: hidden pytest suites judge sandboxed student code, and the report says why an answer is wrong."""

__all__ = ["__version__"]

__version__ = "0.1.0"
