"""A table of grades from a CSV file."""

import csv
import statistics
from collections import Counter


class Student:
    def __init__(self, name, group, grades):
        self.name, self.group, self.grades = name, group, grades

    @property
    def mean(self):
        return statistics.fmean(self.grades) if self.grades else None

    def __repr__(self):
        return f"<{self.name}>"


def load(path):
    """A list of students; an empty cell is no grade."""
    students = []
    with open(path, newline="", encoding="utf-8") as file:
        next(file)
        for line in file:
            name, group, *cells = line.strip().split(",")
            try:
                grades = [float(cell) for cell in cells if cell]
            except ValueError:
                grades = []
            students.append(Student(name, group, grades))
    return students


def means_by_group(students):
    groups = {}
    for student in students:
        groups.setdefault(student.group, []).extend(student.grades)
    return {group: statistics.fmean(grades) for group, grades in groups.items()}


def best(students, count=1):
    ranked = sorted((s for s in students if s.grades), key=lambda s: (-s.mean, s.name))
    return ranked[:count]


def sizes(students):
    return Counter(student.group for student in students)


def groups(students):
    return {student.group for student in students}


def write_summary(students, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["group", "students", "mean"])
        means = means_by_group(students)
        for group in sorted(groups(students)):
            writer.writerow([group, sizes(students)[group], f"{means[group]:.2f}"])
