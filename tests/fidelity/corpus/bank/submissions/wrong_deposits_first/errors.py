class BankError(Exception):
    """Base."""


class InsufficientFunds(BankError):
    def __init__(self, owner, missing):
        self.owner, self.missing = owner, missing
        super().__init__(f"{owner} lacks {missing}")
