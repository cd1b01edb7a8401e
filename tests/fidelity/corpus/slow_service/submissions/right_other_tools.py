import asyncio
import contextlib


class Session(contextlib.AbstractAsyncContextManager):
    def __init__(self, limit=3):
        self.limit, self.open, self.asked = limit, False, []

    async def __aenter__(self):
        self.open = True
        return self

    async def __aexit__(self, *error):
        self.open = False
        await asyncio.sleep(0)
        return error[0] is not None and issubclass(error[0], TimeoutError)

    async def ask(self, question):
        if self.open:
            self.asked += [question]
            if len(self.asked) <= self.limit:
                return question.upper()
            raise TimeoutError(f"more than {self.limit}")
        raise ConnectionError("this session is closed")


class Countdown:
    def __init__(self, start):
        self.start = start

    async def __aiter__(self):
        for number in range(self.start, 0, -1):
            await asyncio.sleep(0)
            yield number


async def batches(items, size):
    iterator, going = items.__aiter__(), True
    while going:
        batch = []
        while len(batch) < size and going:
            try:
                batch.append(await iterator.__anext__())
            except StopAsyncIteration:
                going = False
        if batch:
            yield batch


async def retry(action, times):
    try:
        return await action()
    except ConnectionError:
        if times <= 1:
            raise
    return await retry(action, times - 1)


async def ask_all(session, questions):
    answers = []
    for question in questions:
        answers.append(await session.ask(question))
    return answers
