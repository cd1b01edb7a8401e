import contextlib
import datetime as dt
import json
import os
import random
from datetime import datetime
from json import dumps

import numpy


def fetch(client, topics):
    client.connect(timeout=5)
    try:
        replies = (client.get(topic, limit=2) for topic in topics)
        return [title for reply in replies if reply.ok for title in reply.json()["titles"]]
    finally:
        client.close()


def today():
    now = datetime.now()
    return now.strftime("%d/%m")


def pack(news):
    packer = json
    return packer.dumps(news)


def unpack(text):
    return json.loads(text)


def write_report(stream, news):
    stream.writelines([f"{len(news)} news\n", *(f"{i + 1}. {title}\n" for i, title in enumerate(news))])


def read_titles(stream):
    first, *lines = stream.read().splitlines()
    return int(first.split()[0]), [line[line.index(" ") + 1 :] for line in lines]


def read_table(stream):
    lines = [line.strip().split(",") for line in stream]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def drafts(folder):
    found = filter(lambda name: name[-4:] == ".txt", os.listdir(folder))
    return sorted(name for name in found if os.path.getsize(os.path.join(folder, name)) > 0)


def mean_length(news, xp=numpy):
    lengths = list(map(len, news))
    return float(xp.mean(lengths))


def draw(news, generator):
    number = generator.randint(0, len(news) - 1)
    return list(news)[number]


def saved(store, news):
    with contextlib.ExitStack() as stack:
        stack.enter_context(store.lock)
        for title in news:
            store.items[title] = len(title)
        store.count = store.count + len(news)
    return len(store.items)


def topics_of(tagged):
    pairs = list(tagged.items())
    return sorted(key for key, _ in pairs), sum(value for _, value in pairs), [f"{k}={v}" for k, v in pairs]


def shuffled(news):
    other = [*news]
    random.shuffle(other)
    return other


class Reader:
    def __init__(self, client, on_title=print):
        self.client, self.tell = client, on_title

    def read(self):
        for title in iter(self.client.titles):
            self.tell(title)
        return getattr(self.client, "name")
