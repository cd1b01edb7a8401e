"""The untrusted side: one student's code, and nothing that it could harm or learn from."""

from grader.box.confine import confine, leave_network
from grader.box.landlock import restrict_files
from grader.box.policy import Level, Policy, library_folders

__all__ = ["Level", "Policy", "confine", "leave_network", "library_folders", "restrict_files"]
