"""The API keeps its own description: whatever it is sent, no failure of ours and no answer that is not documented."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from grader.web.requests import API
from tests.web.test_roles import TABLE

CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def api(served):
    """The description as the server gives it, asked as an instructor who has submissions to look at."""
    served.graded("ann", "sign as_no_two")
    mine = served.browser("ina")
    files = {"file": ("bend.py", b"def weight_slope(prediction, target, node_value):\n    return 2\n")}
    mine.post("/api/v1/courses/small/exercises/bend/submissions", files=files)
    described = schemathesis.openapi.from_url(f"{served.site.url}/api/v1/openapi.json")
    described.config.headers = {
        "cookie": f"grade={mine.cookies['grade']}",
        "x-csrf-token": mine.headers["x-csrf-token"],
    }

    @described.hook
    def map_path_parameters(context, path_parameters):
        """Lead most requests to what is there: nearly all else is 404."""
        if path_parameters is None:
            return None
        there = {"course": "small", "slug": "bend"}
        number = path_parameters.get("id")
        if isinstance(number, int):
            there["id"] = number % 3 + 1
        return {name: there.get(name, value) for name, value in path_parameters.items()}

    return described


@pytest.fixture(scope="module")
def operations(api):
    """Every operation of the description, by its name."""
    return {found.ok().label: found.ok() for found in api.get_all_operations()}


def test_the_description_has_the_whole_api(operations):
    assert len(operations) == len([route for route in TABLE if route[1].startswith(f"{API}/")]) - 1  # but for itself


@pytest.mark.parametrize("label", [f"{method} {path}" for method, path in TABLE if path.startswith(f"{API}/")][1:])
def test_every_answer_is_documented_and_none_is_a_failure(operations, label):
    right = operations[label].as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operations[label].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @given(case=st.one_of(right, wrong) if operations[label].body else right)
    @settings(
        max_examples=6,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()
