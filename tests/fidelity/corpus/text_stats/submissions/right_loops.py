import collections

STOP_WORDS = frozenset(["a", "of", "and", "the"])


def words(text):
    out, current = [], ""
    for c in text.lower() + " ":
        if c.isalpha() or c == "'":
            current += c
        elif current:
            out.append(current)
            current = ""
    return out


def frequencies(text):
    c = collections.Counter()
    for w in words(text):
        if not w in STOP_WORDS:
            c.update([w])
    return c


def vocabulary(text):
    return {w for w in words(text) if w not in STOP_WORDS}


def by_length(text):
    out = collections.defaultdict(list)
    for w in vocabulary(text):
        out[len(w)] = sorted(out[len(w)] + [w])
    return out


def bigrams(text):
    w, out = words(text), {}
    for i in range(1, len(w)):
        out[w[i - 1], w[i]] = out.get((w[i - 1], w[i]), 0) + 1
    return out


def summary(text):
    w = words(text)
    letters = dict.fromkeys("aeiou", 0)
    for c in text.lower():
        if c in letters:
            letters[c] += 1
    try:
        longest, mean = sorted(w, key=len)[-1], len("".join(w)) / len(w)
    except IndexError:
        longest, mean = None, float("nan")
    return {"words": len(w), "distinct": len(set(w)), "longest": longest, "mean_length": mean, "letters": letters}


def last_words(text, n):
    d = collections.deque([], n)
    d.extend(words(text))
    return d


def encode(text):
    return bytes(text, "utf8"), bytearray(text.encode("latin1")), all(ord(c) < 128 for c in text)


def caesar(text, shift):
    lower = "abcdefghijklmnopqrstuvwxyz"
    s = shift % 26
    moved = lower[s:] + lower[:s]
    return text.translate(str.maketrans(lower + lower.upper(), moved + moved.upper()))
