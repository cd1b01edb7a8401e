"""Grades sample submissions in the sandbox, as an instructor would grade a class: `python -m demo`."""
