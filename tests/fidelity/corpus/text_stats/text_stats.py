"""Statistics of a text."""

import re
from collections import Counter, defaultdict, deque

STOP_WORDS = frozenset({"the", "a", "and", "of"})


def words(text):
    return re.findall(r"[a-zà-ÿ']+", text.lower())


def frequencies(text):
    return Counter(word for word in words(text) if word not in STOP_WORDS)


def vocabulary(text):
    return set(words(text)) - STOP_WORDS


def by_length(text):
    """Sorted lists of words for each length."""
    out = defaultdict(list)
    for word in sorted(vocabulary(text)):
        out[len(word)].append(word)
    return out


def bigrams(text):
    """Counts of pairs of words."""
    all_words = words(text)
    return dict(Counter(zip(all_words, all_words[1:])))


def summary(text):
    """Several figures at once."""
    found = words(text)
    return {
        "words": len(found),
        "distinct": len(set(found)),
        "longest": max(found, key=len, default=None),
        "mean_length": sum(map(len, found)) / len(found) if found else float("nan"),
        "letters": {letter: text.lower().count(letter) for letter in "aeiou"},
    }


def last_words(text, n):
    return deque(words(text), maxlen=n)


def encode(text):
    return text.encode("utf-8"), bytearray(text, "latin-1"), text.isascii()


def caesar(text, shift):
    def move(c):
        base = ord("a") if c.islower() else ord("A")
        return chr((ord(c) - base + shift) % 26 + base) if c.isascii() and c.isalpha() else c

    return "".join(map(move, text))
