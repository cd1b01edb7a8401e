"""A library with a hook for forks."""

import os

RUNS = []
os.register_at_fork(after_in_child=lambda: RUNS.append("ran"))
