import json
import os


class FormatError(Exception):
    def __init__(self, path, line):
        self.path, self.line = os.path.basename(path), line
        super().__init__("%s, line %d" % (self.path, line))


def count_lines(path):
    f = open(path, encoding="utf-8")
    try:
        return len([line for line in f.readlines() if line != "\n" and not line.isspace()])
    finally:
        f.close()


def number_lines(source, target):
    n = 0
    with open(source) as a, open(target, "w") as b:
        for line in a:
            n += 1
            print(f"{n}: {line.rstrip()}" if line.strip() else f"{n}: ", file=b)
    return n


def append_log(path, message):
    old = ""
    if os.path.exists(path):
        with open(path) as f:
            old = f.read()
    with open(path, "w") as f:
        f.write(old + message + os.linesep)


def read_settings(path):
    settings = {}
    lines = open(path).read().split("\n")
    for i in range(len(lines)):
        line = lines[i].split("#")[0]
        if line.isspace() or line == "":
            continue
        if "=" not in line:
            raise FormatError(path, i + 1)
        key, value = line.split("=", 1)
        settings[key.strip()] = value.strip()
    return settings


def save_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        json.dump(value, f, sort_keys=True)


def split_by_letter(source, folder):
    groups = {}
    with open(source) as f:
        for line in f:
            for word in line.split():
                groups.setdefault(word[0], []).append(word)
    for letter, words in groups.items():
        with open(os.path.join(folder, letter + ".txt"), "w") as f:
            f.writelines(w + "\n" for w in words)
    return sorted(letter + ".txt" for letter in groups)


def remove_empty(folder):
    empty = [e.path for e in os.scandir(folder) if e.is_file() and os.path.getsize(e.path) == 0]
    for path in empty:
        os.remove(path)
    return len(empty)
