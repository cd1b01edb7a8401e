"""What students' files show of hidden tests is found, and what everyone writes is not."""

from grader.authoring.hidden import find_fixed, find_shown
from grader.judge.trial_messages import Call

HIDDEN = Call("test_hidden", "slope", [7.0, 4.5, -1.5], [-3.75])


def find(text, *, call=HIDDEN, visible=(), examples="", others=()):
    return find_shown([call, *others], visible, {"README.md": text}, examples)


def test_a_hidden_call_with_its_answer_is_found_with_its_line():
    text = "intro\n\nslope(7, 4.5, -1.5)\nis -3.75\n"
    assert find(text) == ("README.md:3 shows what test_hidden asks: slope on 7, 4.5, -1.5.",)


def test_numbers_are_found_as_they_are_rounded_and_with_a_real_minus():
    call = Call("test_hidden", "f", [0.123456], [-7.654321])
    assert find("f(0.1235) = \u22127.65", call=call)
    assert not find("f(0.1239) = -7.65", call=call)


def test_numbers_far_apart_or_not_all_there_are_no_leak():
    assert not find("4.5 and -1.5" + "\n" * 9 + "-3.75")
    assert not find("4.5 and -3.75")
    assert not find("14.5, -1.55, -3.750001")


def test_numbers_that_say_nothing_are_not_looked_for():
    assert not find("3, 0.5, 10 gives 6", call=Call("test_hidden", "f", [3.0, 0.5, 10.0], [6.0]))
    assert not find("2.5", call=Call("test_hidden", "f", [1.0], [2.5]))


def test_inputs_alone_are_a_leak_where_they_are_many():
    call = Call("test_hidden", "f", [1.25, 3.5, -2.25], [])
    assert find("[1.25, 3.5, -2.25]", call=call)
    assert not find("[1.25, 3.5]", call=Call("test_hidden", "f", [1.25, 3.5], []))


def test_what_visible_tests_ask_or_examples_show_is_shown_on_purpose():
    text = "slope(7, 4.5, -1.5) is -3.75"
    assert not find(text, visible={"test_hidden"})
    assert not find(text, visible={"test_seen"}, others=[Call("test_seen", "slope", HIDDEN.given, HIDDEN.answer)])
    assert not find(text, examples="assert slope(7, 4.5, -1.5) == approx(-3.75)\n")


def test_only_calls_that_every_seed_makes_are_fixed():
    other = Call("test_hidden", "slope", [1.234], [5.678])
    assert find_fixed([[HIDDEN, HIDDEN, other], [HIDDEN]]) == (HIDDEN,)
