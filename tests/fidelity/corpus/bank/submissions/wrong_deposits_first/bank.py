"""A bank; its parts lie in files of their own."""

from accounts import Account, SavingsAccount
from errors import BankError, InsufficientFunds
from ledger import Ledger

__all__ = ["Account", "Bank", "BankError", "InsufficientFunds", "SavingsAccount"]


class Bank:
    def __init__(self, name):
        self.name = name
        self.ledger = Ledger()
        self._accounts = {}

    def open(self, owner, kind="current", **options):
        cls = {"current": Account, "savings": SavingsAccount}[kind]
        account = self._accounts[owner] = cls(owner, **options)
        return account

    def __getitem__(self, owner):
        try:
            return self._accounts[owner]
        except KeyError:
            raise BankError(f"{owner} has no account") from None

    def __iter__(self):
        return iter(self._accounts.values())

    def transfer(self, source, target, amount):
        a, b = self[source], self[target]
        b.deposit(amount)
        self.ledger.add(source, target, amount)
        a.withdraw(amount)
        return
        self.ledger.add(source, target, amount)

    @property
    def total(self):
        return sum(account.balance for account in self)
