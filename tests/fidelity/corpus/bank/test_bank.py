"""Several files that import each other; objects of all of them are reached through the main module."""

import pytest
from bank import Account, Bank, BankError, InsufficientFunds, SavingsAccount


@pytest.fixture
def bank():
    bank = Bank("first")
    bank.open("Ana", balance=100)
    bank.open("Rui", kind="savings", balance=50, rate=0.1)
    return bank


def test_accounts(bank):
    assert isinstance(bank["Ana"], Account)
    assert not isinstance(bank["Ana"], SavingsAccount)
    assert isinstance(bank["Rui"], SavingsAccount)
    assert bank["Ana"].balance == 100
    assert [account.owner for account in bank] == ["Ana", "Rui"]


def test_balance_is_read_only(bank):
    with pytest.raises(AttributeError):
        bank["Ana"].balance = 1_000_000


def test_transfer(bank):
    bank.transfer("Ana", "Rui", 30)
    assert (bank["Ana"].balance, bank["Rui"].balance) == (70, 80)
    assert bank.total == 150


def test_too_much(bank):
    with pytest.raises(InsufficientFunds) as caught:
        bank.transfer("Ana", "Rui", 130)
    assert (caught.value.owner, caught.value.missing) == ("Ana", 30)
    assert isinstance(caught.value, BankError)
    assert bank["Rui"].balance == 50
    assert len(bank.ledger) == 0


def test_unknown_owner(bank):
    with pytest.raises(BankError, match="Eva has no account"):
        bank["Eva"]


def test_interest(bank):
    bank["Rui"].add_interest()
    assert bank["Rui"].balance == pytest.approx(55)


def test_ledger(bank):
    bank.transfer("Ana", "Rui", 10)
    bank.transfer("Rui", "Ana", 5)
    entries = bank.ledger.of("Ana")
    assert [entry.amount for entry in entries] == [10, 5]
    assert entries[0] == ("Ana", "Rui", 10)
    assert len(bank.ledger) == 2


@pytest.mark.parametrize("amount", [0, -5])
def test_deposits_are_positive(amount):
    account = Account("Eva")
    with pytest.raises(BankError, match="positive"):
        account.deposit(amount)
