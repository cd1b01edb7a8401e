"""The form of student code: signatures, defaults, annotations, its source; generic classes and keywords of class statements."""

import ast
import inspect
import textwrap

import pytest

import house_style


def test_a_stack_of_numbers():
    stack = house_style.Stack[int]([1, 2])
    assert isinstance(stack, house_style.Stack)
    stack.push(3)
    assert [stack.pop(), stack.pop()] == [3, 2]
    assert house_style.Stack[int].__origin__ is house_style.Stack


def test_a_stack_of_ours():
    class Peeking(house_style.Stack[str]):
        def peek(self):
            return self.items[-1]

    stack = Peeking(["a"])
    stack.push("b")
    assert stack.peek() == "b"
    assert stack.name == "stack"


def test_how_a_stack_is_made():
    parameters = inspect.signature(house_style.Stack).parameters
    assert list(parameters) == ["items", "name"]
    assert parameters["name"].default == "stack"
    assert parameters["name"].kind is inspect.Parameter.KEYWORD_ONLY
    assert house_style.Stack.__annotations__ == {"limit": int}


def test_commands():
    class Echo(house_style.Command, key="say"):
        def run(self, text):
            return text

    class Upper(house_style.Command):
        def run(self, text):
            return text.upper()

    assert house_style.run("say hello") == "hello"
    assert house_style.run("upper hello") == "HELLO"
    assert house_style.Command.known["say"] is Echo
    with pytest.raises(KeyError):
        house_style.run("shout hello")


def test_no_other_keywords():
    with pytest.raises(TypeError):

        class Odd(house_style.Command, colour="red"):
            pass


def test_defaults():
    signature = inspect.signature(house_style.learn)
    assert list(signature.parameters) == ["data", "rate", "epochs", "verbose"]
    assert signature.parameters["rate"].default == 0.01
    assert house_style.learn.__defaults__ == (0.01,)
    assert house_style.learn.__kwdefaults__ == {"epochs": 5, "verbose": False}
    assert len(house_style.learn([1])) == 5
    assert signature.bind([1], epochs=2).arguments == {"data": [1], "epochs": 2}


def test_annotations():
    assert house_style.factorial.__annotations__ == {"number": int, "return": int}
    assert house_style.total.__annotations__["return"] is int


def test_no_loop():
    assert house_style.total([1, 2, 3]) == 6
    tree = ast.parse(textwrap.dedent(inspect.getsource(house_style.total)))
    assert not any(isinstance(node, (ast.For, ast.While)) for node in ast.walk(tree))


def test_recursion():
    assert house_style.factorial(5) == 120
    tree = ast.parse(inspect.getsource(house_style.factorial))
    called = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")]
    assert "factorial" in called


def test_nothing_but_typing_is_imported():
    tree = ast.parse(inspect.getsource(house_style))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= {"typing", "__future__"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_everything_is_told_about():
    for function in (house_style.learn, house_style.total, house_style.factorial, house_style.Stack):
        assert inspect.getdoc(function)
        assert function.__doc__ in inspect.getsource(function)
