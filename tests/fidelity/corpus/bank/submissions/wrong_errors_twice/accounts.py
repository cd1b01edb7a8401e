class BankError(Exception):
    pass


class InsufficientFunds(BankError):
    def __init__(self, owner, missing):
        super().__init__(f"{owner} lacks {missing}")
        self.owner, self.missing = owner, missing


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise BankError("amounts are positive")
        self._balance += amount

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(self.owner, amount - self._balance)
        self._balance -= amount


class SavingsAccount(Account):
    def __init__(self, owner, balance=0, rate=0.02):
        super().__init__(owner, balance)
        self.rate = rate

    def add_interest(self):
        self._balance *= 1 + self.rate
