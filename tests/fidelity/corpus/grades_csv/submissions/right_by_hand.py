import csv
from collections import Counter, defaultdict
from dataclasses import dataclass


@dataclass
class Student:
    name: str
    group: str
    grades: list

    @property
    def mean(self):
        if len(self.grades) == 0:
            return None
        return sum(self.grades) / len(self.grades)

    def __repr__(self):
        return "<" + self.name + ">"


def load(path):
    with open(path, encoding="utf8") as f:
        rows = list(csv.reader(f))
    return [Student(r[0], r[1], [float(c) for c in r[2:] if c != ""]) for r in rows[1:]]


def means_by_group(students):
    sums = defaultdict(lambda: [0.0, 0])
    for s in students:
        for g in s.grades:
            sums[s.group][0] += g
            sums[s.group][1] += 1
    return {k: total / n for k, (total, n) in sums.items()}


def best(students, count=1):
    graded = [s for s in students if s.mean is not None]
    graded.sort(key=lambda s: s.name)
    graded.sort(key=lambda s: s.mean, reverse=True)
    return graded[0:count]


def sizes(students):
    c = Counter()
    for s in students:
        c[s.group] += 1
    return c


def groups(students):
    return set(sizes(students))


def write_summary(students, path):
    means, counts = means_by_group(students), sizes(students)
    lines = ["group,students,mean"]
    for g in sorted(counts):
        lines.append("%s,%d,%.1f" % (g, counts[g], means[g]))
    with open(path, "w") as f:
        f.write("\n".join(lines))
