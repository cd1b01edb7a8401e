"""Gathers news from a client, keeps them in files, and counts them."""

import csv
import json
import os
import random
from datetime import datetime

import numpy as np


def fetch(client, topics):
    client.connect(timeout=5)
    found = []
    for topic in topics:
        reply = client.get(topic, limit=2)
        if reply.ok:
            found.extend(reply.json()["titles"])
    client.close()
    return found


def today():
    return datetime.now().strftime("%d/%m")


def pack(news):
    return json.dumps(news)


def unpack(text):
    return json.loads(text)


def write_report(stream, news):
    stream.write(f"{len(news)} news\n")
    for number, title in enumerate(news, 1):
        print(f"{number}. {title}", file=stream)


def read_titles(stream):
    first = stream.readline()
    return int(first.split()[0]), [line.partition(". ")[2].rstrip("\n") for line in stream]


def read_table(stream):
    return [dict(row) for row in csv.DictReader(stream)]


def drafts(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".txt") and os.path.getsize(f"{folder}/{name}"))


def mean_length(news, xp=np):
    return float(xp.mean([len(title) for title in news]))


def draw(news, generator):
    return news[generator.randint(0, len(news) - 1)]


def saved(store, news):
    with store.lock:
        for title in news:
            store.items[title] = len(title)
        store.count += len(news)
    return len(store.items)


def topics_of(tagged):
    return sorted(tagged.keys()), sum(tagged.values()), [f"{key}={value}" for key, value in tagged.items()]


def shuffled(news):
    other = list(news)
    random.shuffle(other)
    return other


class Reader:
    """Reads with a function of its client."""

    def __init__(self, client, on_title=print):
        self.client = client
        self.on_title = on_title

    def read(self):
        for title in self.client.titles:
            self.on_title(title)
        return self.client.name
