"""Courses: course.yaml to a `Course`, its policy, and what a reference asks of a submission."""

from grader.course.conformity import Complaint, check_source, check_tree
from grader.course.hints import Advice, Hints, check_hints, read_hints
from grader.course.interface import Function, Interface, parse_interface, read_interface
from grader.course.load import COURSE_FILE, load_course
from grader.course.lookup import find_course
from grader.course.model import Course, Exercise, HintPolicy, LatePolicy, Limits
from grader.course.modules import AskedModule, read_files, read_modules, read_parts
from grader.course.near import near_misses
from grader.course.schema import course_schema
from grader.course.state import note_course, noted_course, state_folder

__all__ = [
    "COURSE_FILE",
    "Advice",
    "AskedModule",
    "Complaint",
    "Course",
    "Exercise",
    "Function",
    "HintPolicy",
    "Hints",
    "Interface",
    "LatePolicy",
    "Limits",
    "check_hints",
    "check_source",
    "check_tree",
    "course_schema",
    "find_course",
    "load_course",
    "near_misses",
    "note_course",
    "noted_course",
    "parse_interface",
    "read_files",
    "read_hints",
    "read_interface",
    "read_modules",
    "read_parts",
    "state_folder",
]
