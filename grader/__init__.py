"""grader: hidden pytest suites judge sandboxed student code, and the report says why an answer is wrong."""

__all__ = ["__version__", "load_ipython_extension", "unload_ipython_extension"]

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """`%load_ext grader` in a notebook: from then on `%%check SLUG` and `%submit SLUG` are there."""
    from grader.cli.magics import load

    load(shell)


def unload_ipython_extension(shell: object) -> None:
    """`%unload_ext grader`, and the first half of `%reload_ext grader`."""
    from grader.cli.magics import unload

    unload(shell)
