"""A byte-pair tokenizer."""

from collections import Counter

SPECIAL = ("<pad>", "<unk>", "<bos>", "<eos>")


class UnknownToken(KeyError):
    """An id or piece that the vocabulary does not hold."""


class Tokenizer:
    def __init__(self):
        self.merges = []
        self.vocab = {token: number for number, token in enumerate(SPECIAL)}

    @staticmethod
    def split(text):
        """Words in lower case, each followed by the sign for its end."""
        return [word + "_" for word in text.split(" ")]

    def train(self, text, merges=10):
        """Learn letters, then the pairs that are seen most; ties go to the one that comes first in the alphabet."""
        words = Counter(tuple(word) for word in self.split(text))
        for letter in sorted({letter for word in words for letter in word}):
            self._add(letter)
        for _ in range(merges):
            pairs = Counter()
            for word, count in words.items():
                for pair in zip(word, word[1:]):
                    pairs[pair] += count
            if not pairs:
                break
            best = min(pairs, key=lambda pair: (-pairs[pair], pair))
            self.merges.append(best)
            self._add("".join(best))
            words = Counter({self._merge(word, best): count for word, count in words.items()})
        return self

    def _add(self, piece):
        self.vocab.setdefault(piece, len(self.vocab))

    @staticmethod
    def _merge(word, pair):
        out, i = [], 0
        while i < len(word):
            if word[i : i + 2] == pair:
                out.append("".join(pair))
                i += 2
            else:
                out.append(word[i])
                i += 1
        return tuple(out)

    def tokenize(self, text):
        pieces = []
        for word in self.split(text):
            letters = tuple(word)
            for pair in self.merges:
                letters = self._merge(letters, pair)
            pieces += letters
        return pieces

    def encode(self, text, special=False):
        ids = [self.vocab.get(piece, self.vocab["<unk>"]) for piece in self.tokenize(text)]
        return [self.vocab["<bos>"], *ids, self.vocab["<eos>"]] if special else ids

    def decode(self, ids):
        names = {number: piece for piece, number in self.vocab.items()}
        pieces = []
        for number in ids:
            if number not in names:
                raise UnknownToken(number)
            if names[number] not in SPECIAL:
                pieces.append(names[number])
        return "".join(pieces).replace("_", " ").strip()

    def __len__(self):
        return len(self.vocab)

    def __contains__(self, piece):
        return piece in self.vocab
