import trouble


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.moves = [balance]

    @property
    def balance(self):
        return sum(self.moves)

    def deposit(self, amount):
        trouble.check(amount)
        self.moves.append(amount)

    def withdraw(self, amount):
        if amount > self.balance:
            raise trouble.InsufficientFunds(self.owner, amount - self.balance)
        self.moves.append(-amount)


class SavingsAccount(Account):
    def __init__(self, owner, balance=0, rate=0.02):
        super().__init__(owner, balance)
        self.rate = rate

    def add_interest(self):
        self.moves.append(self.rate * self.balance)


def lookup(people, owner):
    if owner not in people:
        raise trouble.BankError(f"{owner} has no account")
    return people[owner]
