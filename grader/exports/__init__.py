"""Grades for other systems, one room each."""
