"""async with, async for, coroutines and asynchronous generators of both sides, run by the suite's own loop."""

import asyncio
import inspect

import pytest

import slow_service


def test_a_session():
    async def main():
        async with slow_service.Session() as session:
            assert session.open
            answer = await session.ask("why")
        return session, answer

    session, answer = asyncio.run(main())
    assert answer == "WHY"
    assert not session.open
    assert session.asked == ["why"]


def test_a_closed_session():
    with pytest.raises(ConnectionError, match="closed"):
        asyncio.run(slow_service.Session().ask("why"))


def test_an_error_inside():
    async def main(error):
        async with slow_service.Session():
            raise error

    asyncio.run(main(TimeoutError()))
    with pytest.raises(ValueError, match="ours"):
        asyncio.run(main(ValueError("ours")))


def test_too_many_questions():
    async def main():
        async with slow_service.Session(limit=1) as session:
            await slow_service.ask_all(session, ["a", "b"])
        return session.asked

    assert asyncio.run(main()) == ["a", "b"]


def test_a_countdown():
    async def main():
        return [number async for number in slow_service.Countdown(3)]

    assert asyncio.run(main()) == [3, 2, 1]


def test_batches_of_theirs():
    async def main():
        return [batch async for batch in slow_service.batches(slow_service.Countdown(5), 2)]

    assert asyncio.run(main()) == [[5, 4], [3, 2], [1]]


def test_batches_of_ours():
    async def numbers():
        for number in range(3):
            yield number

    async def main():
        return [batch async for batch in slow_service.batches(numbers(), 2)]

    assert asyncio.run(main()) == [[0, 1], [2]]


def test_retry():
    calls = []

    async def action():
        calls.append(1)
        await asyncio.sleep(0)
        if len(calls) < 3:
            raise ConnectionError("not yet")
        return "done"

    assert asyncio.run(slow_service.retry(action, 5)) == "done"
    assert len(calls) == 3
    calls.clear()
    with pytest.raises(ConnectionError, match="not yet"):
        asyncio.run(slow_service.retry(action, 2))


def test_side_by_side():
    async def main():
        async with slow_service.Session() as session:
            return await asyncio.gather(session.ask("a"), session.ask("b"))

    assert asyncio.run(main()) == ["A", "B"]


def test_a_task():
    async def main():
        async with slow_service.Session() as session:
            task = asyncio.create_task(session.ask("a"))
            return await asyncio.wait_for(task, 5)

    assert asyncio.run(main()) == "A"


def test_kinds():
    assert inspect.iscoroutinefunction(slow_service.retry)
    assert inspect.isasyncgenfunction(slow_service.batches)
    assert inspect.iscoroutinefunction(slow_service.Session.ask) or callable(slow_service.Session.ask)
