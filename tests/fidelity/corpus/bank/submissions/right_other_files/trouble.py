class BankError(Exception):
    pass


class InsufficientFunds(BankError):
    @property
    def owner(self):
        return self.args[0]

    @property
    def missing(self):
        return self.args[1]


def check(amount):
    if amount <= 0:
        raise BankError("not positive")
