"""The quick way says what the ordinary way would."""

import json

from hypothesis import given
from hypothesis import strategies as st

from grader.cli.quick import _to_json

PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@given(st.dictionaries(st.text(), PLAIN | st.dictionaries(st.text(), PLAIN)))
def test_an_order_is_json(order):
    assert json.loads(_to_json(order)) == order
