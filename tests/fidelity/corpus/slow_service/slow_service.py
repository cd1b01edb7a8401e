"""A service that answers when it can."""

import asyncio


class Session:
    """Open between `async with` and its end."""

    def __init__(self, limit=3):
        self.limit = limit
        self.open = False
        self.asked = []

    async def __aenter__(self):
        await asyncio.sleep(0)
        self.open = True
        return self

    async def __aexit__(self, kind, error, trace):
        self.open = False
        return kind is TimeoutError

    async def ask(self, question):
        if not self.open:
            raise ConnectionError("the session is closed")
        await asyncio.sleep(0)
        self.asked.append(question)
        if len(self.asked) > self.limit:
            raise TimeoutError("asked too often")
        return question.upper()


class Countdown:
    """Counts while it is iterated over."""

    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.left + 1


async def batches(items, size):
    batch = []
    async for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def retry(action, times):
    for left in range(times - 1, -1, -1):
        try:
            return await action()
        except ConnectionError:
            if not left:
                raise


async def ask_all(session, questions):
    return [await session.ask(question) for question in questions]
