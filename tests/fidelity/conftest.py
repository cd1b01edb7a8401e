import pytest

from tests.fidelity.both_ways import BothWays

collect_ignore = ["corpus"]  # suites of exercises, judged and not run here


@pytest.fixture(scope="session")
def both_ways(request, tmp_path_factory):
    """Judges all that the collected tests will ask for, ahead of them."""
    with BothWays(tmp_path_factory.mktemp("fidelity")) as both:
        for item in request.session.items:
            if "both_ways" in getattr(item, "fixturenames", ()):
                both.start(*(item.callspec.params[name] for name in ("level", "slug", "submission")))
        yield both
