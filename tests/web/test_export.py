"""What a server keeps of people is theirs to take away."""

from __future__ import annotations

import io
import json
import zipfile


def test_people_take_away_what_is_theirs_and_nothing_else(served):
    number, other = served.graded("ann", "sign"), served.graded("bob", "rate")
    answered = served.as_("ann").get("/api/v1/me/export")
    assert (answered.status_code, answered.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answered.content)) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("data.json"))
    assert f"submissions/{number}/bend.py" in names
    assert not any(f"/{other}" in name for name in names)
    assert [user["name"] for user in told["users"]] == ["ann"]
    assert served.as_(None).get("/api/v1/me/export").status_code == 401
