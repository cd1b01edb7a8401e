class BankError(Exception):
    """Base of all."""


class InsufficientFunds(BankError):
    def __init__(self, owner, missing):
        BankError.__init__(self, owner, missing)
        self.owner = owner
        self.missing = missing


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.__balance = balance

    balance = property(lambda self: self.__balance)

    def change(self, amount):
        self.__balance += amount

    def deposit(self, amount):
        if not amount > 0:
            raise BankError("only positive amounts")
        self.change(amount)

    def withdraw(self, amount):
        if self.balance < amount:
            raise InsufficientFunds(self.owner, amount - self.balance)
        self.change(-amount)


class SavingsAccount(Account):
    def __init__(self, owner, balance=0, rate=0.02):
        Account.__init__(self, owner, balance)
        self.rate = rate

    def add_interest(self):
        self.deposit(self.balance * self.rate)


class _Entry(tuple):
    source = property(lambda self: self[0])
    target = property(lambda self: self[1])
    amount = property(lambda self: self[2])


class _Ledger(list):
    def of(self, owner):
        return [e for e in self if owner in (e.source, e.target)]


class Bank:
    def __init__(self, name):
        self.name = name
        self.accounts = []
        self.ledger = _Ledger()

    def open(self, owner, kind="current", **options):
        if kind == "savings":
            self.accounts.append(SavingsAccount(owner, **options))
        else:
            self.accounts.append(Account(owner, **options))
        return self.accounts[-1]

    def __getitem__(self, owner):
        for a in self.accounts:
            if a.owner == owner:
                return a
        raise BankError("%s has no account" % owner)

    def __iter__(self):
        yield from self.accounts

    @property
    def total(self):
        return sum(a.balance for a in self.accounts)

    def transfer(self, source, target, amount):
        self[source].withdraw(amount)
        self[target].deposit(amount)
        self.ledger.append(_Entry((source, target, amount)))
