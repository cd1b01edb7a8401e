"""The page in a real browser: it fits a phone, and every text stands out from what it lies on, in light and in dark."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from grader.report import render_html

from .reports import REPORTS

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; `make test` as root installs Debian's")

WIDTHS = (320, 390, 1200)
"""CSS pixels; at 320 WCAG 2.2 asks that nothing scrolls sideways (1.4.10)."""
_MEASURE = """
<script>
function shade(css) { return css.match(/[\\d.]+/g).map(Number); }
function light([r, g, b]) {
  const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}
function ground(element) {
  for (; element; element = element.parentElement) {
    const color = shade(getComputedStyle(element).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
}
function faint(page) {
  return [...page.querySelectorAll("body *")].flatMap(element => {
    const words = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("").trim();
    if (!words || !element.checkVisibility()) return [];
    const [a, b] = [light(shade(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${words.slice(0, 40)}`] : [];
  });
}
addEventListener("load", () => {
  const seen = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument;
    const paper = getComputedStyle(page.body).backgroundColor;
    return {width: page.documentElement.scrollWidth, paper, texts: page.querySelectorAll("body *").length, faint: faint(page)};
  });
  document.body.innerHTML = "<pre id=seen></pre>";
  document.getElementById("seen").textContent = JSON.stringify(seen);
});
</script>
"""


def look(page: str, folder, *, dark: bool) -> list[dict]:
    """What the browser makes of `page` at each width, shown in frames so that no window is too narrow to be had."""
    frames = "".join(
        f'<iframe width="{width}" height="900" style="border:0" srcdoc="{html.escape(page)}"></iframe>'
        for width in WIDTHS
    )
    outer = folder / "outer.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8>{frames}{_MEASURE}", encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM, "--headless=new", "--disable-gpu", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}", f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--virtual-time-budget=5000", "--dump-dom", outer.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    found = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_page_fits_every_width_and_can_be_read(tmp_path, name, dark):
    seen = look(render_html(REPORTS[name]()), tmp_path, dark=dark)
    assert all(one["texts"] > 15 for one in seen)
    assert {one["paper"] for one in seen} == {"rgb(19, 21, 25)" if dark else "rgb(253, 253, 252)"}
    assert [one["width"] for one in seen] == list(WIDTHS)
    assert [one["faint"] for one in seen] == [[], [], []]


def test_a_long_command_wraps_on_a_phone(tmp_path):
    report = REPORTS["diagnosed"]()
    step = "Run `grade check activation_regularisation`. `grade hint activation_regularisation` gives the next hint."
    seen = look(render_html(replace(report, summary=replace(report.summary, next_step=step))), tmp_path, dark=False)
    assert [one["width"] for one in seen] == list(WIDTHS)
