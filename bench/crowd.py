"""A class that hands in, from a process of its own: `python -m bench.crowd PLAN.json`. PLAN says who sends what when.

Each student sends one file with a key of their own, and sends it again, with the same key, until the server says that
it has it, whatever breaks in between. What it prints is JSON: for each student the submission's number, how often they
had to send, and how long the answer took that told them.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

_GIVE_UP_S = 180.0
_PAUSE_S = 0.25


async def hand_in(client: httpx.AsyncClient, plan: dict[str, Any], student: dict[str, Any]) -> dict[str, Any]:
    """One student's whole evening."""
    await asyncio.sleep(student["at_s"])
    url = f"{plan['url']}/api/v1/courses/{plan['course']}/exercises/{student['slug']}/submissions"
    headers = {"Authorization": f"Bearer {student['token']}", "Idempotency-Key": student["key"]}
    file = {"file": (f"{student['slug']}.py", student["source"].encode())}
    began, tries = time.monotonic(), 0
    while time.monotonic() - began < _GIVE_UP_S:
        tries += 1
        sent = time.monotonic()
        try:
            answer = await client.post(url, headers=headers, files=file)
        except httpx.TransportError:
            await asyncio.sleep(_PAUSE_S)
            continue
        took = time.monotonic() - sent
        if answer.status_code == httpx.codes.ACCEPTED:
            return {"student": student["name"], "id": answer.json()["id"], "tries": tries, "took_s": took}
        if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            return {"student": student["name"], "refused": f"{answer.status_code} {answer.text[:200]}"}
        await asyncio.sleep(_PAUSE_S)
    return {"student": student["name"], "refused": "gave up"}


async def play(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Everybody, each when the plan says."""
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
    async with httpx.AsyncClient(timeout=30.0, limits=limits) as client:
        return await asyncio.gather(*(hand_in(client, plan, student) for student in plan["students"]))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))))
