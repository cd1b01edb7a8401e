"""Every test of every submission ends the same way under plain pytest and under the grader."""

import pytest

from tests.fidelity.both_ways import LEVELS
from tests.fidelity.corpus import read_corpus

SUBMISSIONS = [(exercise.slug, submission) for exercise in read_corpus() for submission in exercise.submissions]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("slug", "submission"), SUBMISSIONS)
def test_every_verdict_is_the_same_both_ways(both_ways, level, slug, submission):
    differences = both_ways.differences(level, slug, submission)
    assert not differences, "\n".join(map(str, differences))
