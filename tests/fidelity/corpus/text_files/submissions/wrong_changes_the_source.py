"""Reading and writing files."""

import json
from pathlib import Path


class FormatError(Exception):
    def __init__(self, path, line):
        super().__init__(f"{Path(path).name}, line {line}")
        self.line = line


def count_lines(path):
    with open(path) as file:
        return sum(1 for line in file if line.strip())


def number_lines(source, target):
    """Write a copy with numbered lines; return how many there are."""
    lines = Path(source).read_text().splitlines()
    Path(source).write_text("".join(f"{n}: {line}\n" for n, line in enumerate(lines, 1)))
    return len(lines)


def append_log(path, message):
    with open(path, "a") as file:
        file.write(message + "\n")


def read_settings(path):
    """`name = value` lines; `#` begins a comment."""
    settings = {}
    with open(path) as file:
        for number, line in enumerate(file, 1):
            line = line.partition("#")[0].strip()
            if not line:
                continue
            name, sign, value = line.partition("=")
            if not sign:
                raise FormatError(path, number)
            settings[name.strip()] = value.strip()
    return settings


def save_json(path, value):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, sort_keys=True))


def split_by_letter(source, folder):
    """Sort words into one file for each first letter; return the names of the files."""
    words = Path(source).read_text().split()
    names = []
    for letter in sorted({word[0] for word in words}):
        name = f"{letter}.txt"
        (Path(folder) / name).write_text("\n".join(word for word in words if word[0] == letter))
        names.append(name)
    return names


def remove_empty(folder):
    removed = 0
    for file in Path(folder).iterdir():
        if file.is_file() and file.stat().st_size == 0:
            removed += 1
    return removed
