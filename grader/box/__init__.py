"""The untrusted side: one student's code, and nothing that it could harm or learn from."""

from grader.box.cgroup import Group, limit_together
from grader.box.confine import confine, leave_network
from grader.box.landlock import restrict_files
from grader.box.policy import Level, Policy, library_folders
from grader.box.probe import Isolation, probe

__all__ = [
    "Group",
    "Isolation",
    "Level",
    "Policy",
    "confine",
    "leave_network",
    "library_folders",
    "limit_together",
    "probe",
    "restrict_files",
]
