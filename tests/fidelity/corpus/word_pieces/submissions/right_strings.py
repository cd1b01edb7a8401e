import collections
import re

SPECIAL = ["<pad>", "<unk>", "<bos>", "<eos>"]


class UnknownToken(KeyError):
    pass


def merge(pieces, pair):
    a, b = pair
    out = []
    for p in pieces:
        if out and out[-1] == a and p == b:
            out[-1] = a + b
        else:
            out.append(p)
    return out


class Tokenizer:
    def __init__(self):
        self.pieces = list(SPECIAL)
        self.merges = []

    @property
    def vocab(self):
        return dict(zip(self.pieces, range(len(self.pieces))))

    @classmethod
    def split(cls, text):
        return re.findall(r"\S+_", re.sub(r"(\S+)", r"\1_", text.lower()))

    def train(self, text, merges=10):
        words = [list(w) for w in self.split(text)]
        self.pieces += sorted(set("".join(self.split(text))))
        while len(self.merges) < merges:
            counts = collections.defaultdict(int)
            for w in words:
                for i in range(len(w) - 1):
                    counts[w[i], w[i + 1]] += 1
            if not counts:
                break
            pair = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0][0]
            self.merges.append(pair)
            if "".join(pair) not in self.pieces:
                self.pieces.append("".join(pair))
            words = [merge(w, pair) for w in words]
        return self

    def tokenize(self, text):
        out = []
        for w in self.split(text):
            pieces = list(w)
            for pair in self.merges:
                pieces = merge(pieces, pair)
            out.extend(pieces)
        return out

    def encode(self, text, special=False):
        vocab = self.vocab
        ids = [vocab.get(p, 1) for p in self.tokenize(text)]
        if special:
            ids.insert(0, 2)
            ids.append(3)
        return ids

    def decode(self, ids):
        try:
            text = "".join(self.pieces[i] for i in ids if i >= len(SPECIAL))
        except IndexError:
            raise UnknownToken(max(ids)) from None
        return " ".join(text.split("_")).strip()

    def __len__(self):
        return len(self.pieces)

    def __contains__(self, piece):
        return piece in self.pieces
