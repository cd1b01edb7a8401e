"""What a suite puts in the place of a student's method or name can be undone, once and no further."""

import types

import pytest

from grader.box.replaced import Replaced


class Base:
    def step(self):
        return "base"


def make():
    class Walker(Base):
        def step(self):
            return "own"

    return Walker


def other(self):
    return "other"


def test_what_was_put_last_is_undone_with_what_was_put_first():
    replaced, walker = Replaced(), make()
    replaced.put(walker, "step", other)
    replaced.put(walker, "step", lambda _: "another")
    assert walker().step() == "another"
    replaced.put_back(walker, "step")
    assert walker().step() == "own"


def test_what_was_inherited_is_inherited_again():
    replaced, walker = Replaced(), make()
    del walker.step
    replaced.put(walker, "step", other)
    replaced.put_back(walker, "step")
    assert "step" not in vars(walker)
    assert walker().step() == "base"


def test_what_was_never_replaced_stays():
    """A new box is told to put back what the one before it had."""
    replaced, walker = Replaced(), make()
    replaced.put_back(walker, "step")
    assert walker().step() == "own"


@pytest.mark.parametrize("value", [None, 3])
def test_a_name_of_a_module_is_put_back_whatever_it_was(value):
    replaced, module = Replaced(), types.ModuleType("walk")
    module.steps = value
    replaced.put(module, "steps", 7)
    replaced.put(module, "new", 7)
    for name in ("steps", "new"):
        replaced.put_back(module, name)
    assert module.steps is value
    assert not hasattr(module, "new")


def test_the_original_is_the_students_method():
    replaced, walker = Replaced(), make()
    own = walker.step
    assert replaced.original(walker, "step") is own
    replaced.put(walker, "step", other)
    assert replaced.original(walker, "step") is own
    replaced.put(walker, "new", other)
    with pytest.raises(AttributeError):
        replaced.original(walker, "new")
