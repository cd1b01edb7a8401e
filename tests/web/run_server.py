"""A server process over a fake engine: `python -m tests.web.run_server DATA COURSE DELAY`, which prints its address."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.course import load_course
from grader.web.limits import RATES, Limits
from grader.web.serve import listen, run_site
from grader.web.serving import open_data, open_site
from tests.host.fake_engine import FakeEngine


def main(data: Path, course: Path, delay_s: float) -> None:
    limits = Limits(dict.fromkeys(RATES, "100000/minute"))
    with listen("127.0.0.1", 0) as listening, open_data(data) as store:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        engine = FakeEngine(delay_s=delay_s)
        with open_site([load_course(course)], store, data, url, make_engine=lambda _: engine, limits=limits) as site:
            run_site(site, listening, on_ready=lambda: print(url, flush=True))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
