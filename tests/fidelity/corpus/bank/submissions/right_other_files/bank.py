from people import Account, SavingsAccount, lookup
from trouble import *
import trouble


class Entry:
    def __init__(self, *parts):
        self.parts = parts

    amount = property(lambda self: self.parts[2])

    def __eq__(self, other):
        return self.parts == tuple(other)

    def __iter__(self):
        return iter(self.parts)


class Ledger:
    def __init__(self, bank):
        self.bank = bank

    def of(self, owner):
        return list(filter(lambda e: owner in list(e)[:2], self.bank.log))

    def __len__(self):
        return len(self.bank.log)


class Bank:
    def __init__(self, name):
        self.name, self.people, self.log = name, {}, []
        self.ledger = Ledger(self)

    def open(self, owner, kind="current", **options):
        return self.people.setdefault(owner, (SavingsAccount if kind == "savings" else Account)(owner, **options))

    def __getitem__(self, owner):
        return lookup(self.people, owner)

    def __iter__(self):
        return iter(list(self.people.values()))

    def transfer(self, source, target, amount):
        lookup(self.people, target)
        self[source].withdraw(amount)
        self[target].deposit(amount)
        self.log += [Entry(source, target, amount)]

    @property
    def total(self):
        t = 0
        for a in self:
            t += a.balance
        return t
