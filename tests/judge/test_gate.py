"""Which objects of a student's come in: those where the reference's were, in the same place of the same question."""

from __future__ import annotations

import collections

import pytest

from grader.judge.subject.admitted import ANYWHERE, Admissions, Found, NotAdmitted, Question
from grader.judge.subject.gate import Gate
from grader.judge.subject.handles import Ref
from grader.judge.subject.places import TooMany, find_handles, variants, widen


class Thing:
    """Stands for a handle."""


def is_thing(value):
    return isinstance(value, Thing)


def places_in(value):
    found, sizes = find_handles(value, is_thing)
    return {"".join(spot.place) for spot in found}, {
        "".join(place) for place in widen([spot.place for spot in found], sizes)
    }


def learn(**answers):
    """What a run on the reference shows: for each question the places of its handles."""
    admissions = Admissions(None)
    for name, value in answers.items():
        found, sizes = find_handles(value, is_thing)
        described = [Found(spot.place, "Thing()", ["__eq__"]) for spot in found]
        admissions.learn(Question("test", name, "int"), described, sizes)
    return Admissions(admissions.learned())


def let_in(admissions, name, *place, own="Other()", test="test", kinds="int"):
    return admissions.look_up(Question(test, name, kinds), Found(place, own, []))


@pytest.mark.parametrize(
    ("value", "places", "wide"),
    [
        (Thing(), {""}, set()),
        ([Thing(), Thing()], {"[0]", "[1]"}, {"[*]"}),
        ([Thing(), 3], {"[0]"}, set()),
        ((3.0, Thing()), {"[1]"}, set()),
        ({"a": Thing(), "b": Thing()}, {"['a']", "['b']"}, {"[*]"}),
        ({"a": Thing(), "b": 3}, {"['a']"}, set()),
        ([[Thing()], [Thing()]], {"[0][0]", "[1][0]"}, {"[*][0]", "[0][*]", "[1][*]", "[*][*]"}),
        (collections.deque([Thing()]), {"[0]"}, {"[*]"}),
        (ValueError(Thing()), {"args[0]"}, set()),
        (slice(Thing(), None), {"start"}, set()),
    ],
)
def test_a_handle_has_a_place_and_stands_for_all_only_where_all_are(value, places, wide):
    assert places_in(value) == (places, wide)


def test_a_list_in_itself_has_an_end():
    knot = [Thing()]
    knot.append(knot)
    assert places_in(knot)[0] == {"[0]"}


def test_a_value_that_doubles_is_refused():
    value = (Thing(),)
    for _ in range(60):
        value = (value, value)
    with pytest.raises(TooMany):
        find_handles(value, is_thing)


def test_an_object_comes_in_where_the_references_was():
    assert let_in(learn(f=Thing()), "f") == "Thing()"


def test_an_object_stays_out_where_the_reference_gave_a_plain_value():
    admissions = learn(f=Thing(), g=3, h=(3.0, Thing()))
    for name, place in (("g", ()), ("h", ("[0]",)), ("f", ("[0]",)), ("never", ())):
        with pytest.raises(NotAdmitted):
            let_in(admissions, name, *place)


def test_a_longer_list_may_hold_more_of_them():
    assert let_in(learn(f=[Thing(), Thing()]), "f", "[7]") == "Thing()"


def test_the_same_question_of_another_kind_is_another_question():
    admissions = Admissions(None)
    admissions.learn(Question("test", "f", "int"), [Found((), "Thing()", [])], {})
    admissions.learn(Question("test", "f", "str"), [], {})
    admissions.learn(Question("other", "f", "int"), [], {})
    known = Admissions(admissions.learned())
    assert let_in(known, "f") == "Thing()"
    assert let_in(known, "f", test="a test that the reference never ran") == "Thing()"
    for how in ({"kinds": "str"}, {"test": "other"}):
        with pytest.raises(NotAdmitted):
            let_in(known, "f", **how)


def test_an_iterator_comes_in_anywhere_and_has_no_label_of_the_references():
    admissions = learn(f=3)
    label = let_in(admissions, "f", own=ANYWHERE)
    assert not admissions.knows(label)
    assert not admissions.speaks(label, "__eq__")


def test_an_object_speaks_what_the_references_did():
    admissions = learn(f=Thing())
    assert admissions.speaks("Thing()", "__eq__")
    assert not admissions.speaks("Thing()", "__lt__")
    assert not admissions.speaks("Other()", "__eq__")
    assert not admissions.speaks("", "__eq__")


def ref(label, *, free=False):
    made = Ref(None, -1, None)
    made.label, made.free = label, free
    return made


def test_the_gate_lets_an_object_speak_only_as_the_references_did():
    gate = Gate(learn(f=Thing()).learned(), lambda _: None)
    assert gate.speaks(ref("Thing()"), "__eq__")
    for silent in (ref("Thing()", free=True), ref("Other()"), ref("")):
        assert not gate.speaks(silent, "__eq__")
        assert gate.speaks(silent, "__next__")
    assert not gate.speaks(ref("Thing()"), "__bool__")


def test_variants_name_each_item_or_all():
    assert set(variants(("[0]", "x", "[1]"))) == {
        ("[0]", "x", "[1]"),
        ("[*]", "x", "[1]"),
        ("[0]", "x", "[*]"),
        ("[*]", "x", "[*]"),
    }
