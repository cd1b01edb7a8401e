"""nbgrader, both ways: its source notebooks become exercises, and exercises become its source notebooks."""
