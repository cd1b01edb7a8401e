"""A tokenizer: parametrised over the subject's own constants, a session fixture with a trained object, dicts, `in`, `len`."""

import pytest

import word_pieces
from word_pieces import SPECIAL, Tokenizer, UnknownToken

TEXT = "low low low lower newest newest widest"


@pytest.fixture(scope="session")
def tokenizer():
    return Tokenizer().train(TEXT, merges=6)


@pytest.mark.parametrize("number, token", enumerate(SPECIAL))
def test_special_tokens_come_first(tokenizer, number, token):
    assert tokenizer.vocab[token] == number
    assert token in tokenizer


@pytest.mark.parametrize("text", ["a b", "  A   B ", "a\nb"])
def test_split(text):
    assert Tokenizer.split(text) == ["a_", "b_"]


def test_merges(tokenizer):
    assert tokenizer.merges[:2] == [("l", "o"), ("lo", "w")]
    assert len(tokenizer.merges) == 6
    assert all(isinstance(pair, tuple) for pair in tokenizer.merges)


def test_tokenize(tokenizer):
    assert tokenizer.tokenize("low") == ["low_"]
    assert "".join(tokenizer.tokenize("Newer slow")) == "newer_slow_"


def test_encode_and_decode(tokenizer):
    for text in ("low lower", "newest", ""):
        assert tokenizer.decode(tokenizer.encode(text)) == text


def test_special_in_encode(tokenizer):
    ids = tokenizer.encode("low", special=True)
    assert ids[0] == tokenizer.vocab["<bos>"]
    assert ids[-1] == tokenizer.vocab["<eos>"]
    assert tokenizer.decode(ids) == "low"


def test_unknown_letters(tokenizer):
    assert tokenizer.encode("x")[0] == word_pieces.SPECIAL.index("<unk>")


def test_unknown_id(tokenizer):
    with pytest.raises(UnknownToken) as caught:
        tokenizer.decode([10_000])
    assert isinstance(caught.value, KeyError)
    assert caught.value.args == (10_000,)


def test_vocabulary_grows(tokenizer):
    assert len(tokenizer) == len(set(tokenizer.vocab.values())) == 4 + 11 + 6
    assert "zebra" not in tokenizer


def test_tokenizers_are_apart(tokenizer):
    other = Tokenizer()
    assert other.merges == []
    assert len(other) == 4
    assert len(tokenizer) > 4
