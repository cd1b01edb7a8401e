"""Takes the README's pictures of the pages: `python -m demo.pages` (needs Debian's chromium and the test tools).

It starts `grade serve --demo`, signs in as the student and as the instructor that it names, and writes to docs/img.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import IO

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "img"
_SIZE = {"width": 1180, "height": 800}


def main() -> int:
    """The exit code."""
    command = [Path(sys.executable).with_name("grade"), "serve", "--demo", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            address, passwords = read_addresses(server.stdout, server.stderr)
            take(address, passwords)
        finally:
            server.terminate()
            server.communicate()
    return 0


def read_addresses(out: IO[str] | None, err: IO[str] | None) -> tuple[str, dict[str, tuple[str, str]]]:
    """Where it is, and name and password by role, once it says so."""
    assert out is not None
    assert err is not None
    for line in err:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            break
    else:
        raise RuntimeError("the server did not start")
    passwords = {}
    while len(passwords) < 3:
        role, name, password = out.readline().split()
        passwords[role] = (name, password)
    return found[0], passwords


def take(address: str, passwords: dict[str, tuple[str, str]]) -> None:
    """The student's exercises, a report with a diagnosis, the class."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        student = browser.new_context(viewport=_SIZE, reduced_motion="reduce").new_page()
        course = sign_in(student, address, *passwords["student"])
        student.screenshot(path=IMAGES / "student.png")
        instructor = browser.new_context(viewport=_SIZE, reduced_motion="reduce").new_page()
        sign_in(instructor, address, *passwords["instructor"])
        instructor.goto(f"{address}{course}/class")
        instructor.screenshot(path=IMAGES / "class.png")
        student.goto(f"{address}{course}/history")
        for link in student.locator(f"a[href*='{course}/s/']").evaluate_all("found => found.map(one => one.href)"):
            student.goto(link)
            if student.get_by_text(re.compile("Hint 1 of")).count():
                break
        student.set_viewport_size({**_SIZE, "height": 1150})
        student.screenshot(path=IMAGES / "report.png")
        browser.close()


def sign_in(page: Page, address: str, name: str, password: str) -> str:
    """As a person does; then the course's first page. Its path."""
    page.goto(f"{address}/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    page.goto(address)
    course = page.locator("a[href^='/c/']").first.get_attribute("href") or ""
    page.goto(address + course)
    return re.match(r"/c/[^/]+", course)[0]


if __name__ == "__main__":
    sys.exit(main())
