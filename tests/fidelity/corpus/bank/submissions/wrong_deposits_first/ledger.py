from typing import NamedTuple


class Entry(NamedTuple):
    """One line."""

    source: str
    target: str
    amount: float


class Ledger:
    def __init__(self):
        self.entries = []

    def add(self, *values):
        self.entries.append(Entry(*values))

    def of(self, owner):
        return [entry for entry in self.entries if owner in entry[:2]]

    def __len__(self):
        return len(self.entries)
