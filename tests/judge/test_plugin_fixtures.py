"""Fixtures under the grader, the suite's own and pytest's: they live as long as the box, and see what it says."""


def test_fixtures_of_any_scope_live_as_long_as_the_box(judge):
    verdicts = judge("def number():\n    return box.number\ndef lose():\n    box.lose()\n", test_it="""
        import unittest
        import pytest
        from it import lose, number

        log = []

        @pytest.fixture(scope="session")
        def of_session():
            yield number()
            log.append("session")

        @pytest.fixture(scope="module")
        def of_module():
            return number()

        @pytest.fixture(scope="class", autouse=True)
        def of_class():
            return number()

        class TestBoth:
            @pytest.fixture(autouse=True)
            def own(self, of_class):
                self.own = of_class

            def setup_method(self):
                self.there = number()

            @pytest.mark.visibility("visible")
            @pytest.mark.parametrize("turn", [1, 2])
            def test_visible(self, of_session, of_module, turn):
                assert [of_session, of_module, self.own, self.there, number()] == [0] * 5
                assert log == []

            @pytest.mark.parametrize("turn", [1, 2])
            def test_hidden(self, of_session, of_module, turn):
                assert [of_session, of_module, self.own, self.there, number()] == [1] * 5
                assert log == ["session"]

            def test_lost(self, of_module):
                lose()

            def test_later(self, of_session, of_module):
                assert [of_session, of_module, self.own, self.there, number()] == [2] * 5
                assert log == ["session"] * 2

        class TestCases(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                cls.of_class = number()

            def setUp(self):
                self.own = number()

            @pytest.mark.visibility("visible")
            def test_visible(self):
                assert (self.of_class, self.own) == (0, 0)

            def test_hidden(self):
                assert (self.of_class, self.own) == (2, 2)
    """)  # fmt: skip
    assert {name: one.message for name, one in verdicts.items() if one.status == "failed"} == {}
    assert [name for name, one in verdicts.items() if one.status == "crashed"] == ["TestBoth::test_lost"]
    assert len(verdicts) == 8


def test_what_a_suite_makes_at_import_is_made_anew_for_the_hidden_tests(judge):
    student = "def make():\n    return box.make()\n"
    suite = """
        import pytest
        from checks import helper
        from it import make

        THING = make()

        @pytest.mark.visibility("visible")
        @pytest.mark.parametrize("thing", [make(), make()], ids=["a", "b"])
        def test_visible(thing, shared):
            assert thing.use() == THING.use() == helper.use() == shared.use() == 0

        @pytest.mark.parametrize("thing", [make(), make()], ids=["a", "b"])
        def test_hidden(thing, shared):
            assert thing.use() == THING.use() == helper.use() == shared.use() == 1
    """
    conftest = """
        import pytest
        from it import make

        MADE = make()

        @pytest.fixture(scope="session")
        def shared():
            return MADE
    """
    checks = "from it import make\nhelper = make()\n"
    verdicts = judge(student, conftest=conftest, checks=checks, test_it=suite)
    assert {name: one.message for name, one in verdicts.items()} == {
        "test_visible[a]": "",
        "test_visible[b]": "",
        "test_hidden[a]": "",
        "test_hidden[b]": "",
    }
    only_hidden = judge(
        student, test_it="from it import make\nTHING = make()\ndef test_it(): assert THING.use() == 0\n"
    )
    assert [one.status for one in only_hidden.values()] == ["passed"]


def test_a_fixture_that_fails_fails_its_tests_each_time_with_its_own_error(judge):
    verdicts = judge(test_it="""
        import pytest

        @pytest.fixture(scope="module")
        def broken():
            raise OSError("no such thing")

        def test_one(broken): pass
        def test_two(broken): pass
        def test_fine(): pass

        @pytest.fixture
        def ends_badly():
            yield
            raise OSError("at the end")

        def test_end(ends_badly): pass
        def test_no_fixture(nothing): pass
    """)  # fmt: skip
    assert [one.status for one in verdicts.values()] == ["failed", "failed", "passed", "failed", "failed"]
    assert verdicts["test_one"].message == verdicts["test_two"].message == "OSError: no such thing"
    assert "nothing" in verdicts["test_no_fixture"].message


def test_what_student_code_prints_and_warns_reaches_the_test_that_looks(judge):
    verdicts = judge("""
        import sys, warnings
        def speak(word):
            print(word)
            print(word.upper(), file=sys.stderr)
            warnings.warn_explicit(word, UserWarning, "it.py", 3, module="it", registry={})
    """, test_it="""
        import logging, sys, warnings
        import pytest
        from it import speak

        def test_capsys(capsys):
            speak("one")
            assert capsys.readouterr() == ("one\\n", "ONE\\n")
            speak("two")
            with capsys.disabled():
                print("nowhere")
            assert capsys.readouterr().out == "two\\n"

        def test_capfd(capfd):
            speak("one")
            sys.stdout.flush()
            assert capfd.readouterr() == ("one\\n", "ONE\\n")

        def test_binary(capsysbinary):
            speak("one")
            assert capsysbinary.readouterr().out == b"one\\n"

        def test_recwarn(recwarn):
            speak("one")
            speak("one")
            assert [str(one.message) for one in recwarn] == ["one", "one"]
            assert recwarn[0].filename == "it.py"

        def test_warns():
            with pytest.warns(UserWarning, match="two"):
                speak("two")

        def test_no_warning():
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                with pytest.raises(UserWarning):
                    speak("three")

        @pytest.mark.filterwarnings("error")
        def test_marked():
            speak("four")

        def test_caplog(caplog):
            with caplog.at_level(logging.INFO):
                logging.getLogger("suite").info("noted")
            assert caplog.messages == ["noted"]
            assert caplog.get_records("setup") == []

        def test_nobody_looks():
            speak("five")
    """)  # fmt: skip
    assert {name: one.message for name, one in verdicts.items() if one.status != "passed"} == {
        "test_marked": "UserWarning: four"
    }


def test_monkeypatch_and_temporary_folders_work(statuses):
    assert set(statuses("FACTOR = 2\ndef double(x):\n    return FACTOR * x\n", test_it="""
        import os, sys
        import it

        def test_attribute(monkeypatch):
            monkeypatch.setattr(it, "FACTOR", 5)
            assert it.double(1) == 5

        def test_by_name(monkeypatch):
            monkeypatch.setattr("it.FACTOR", 7)
            assert it.double(1) == 7

        def test_back():
            assert it.double(1) == 2

        def test_environment(monkeypatch, tmp_path):
            monkeypatch.setenv("PACE", "slow")
            monkeypatch.chdir(tmp_path)
            monkeypatch.syspath_prepend(tmp_path)
            assert os.getcwd() == str(tmp_path)

        def test_folders(tmp_path, tmp_path_factory):
            assert tmp_path.name.startswith("test_folders")
            assert tmp_path_factory.mktemp("more").is_dir()
            assert not list(tmp_path.iterdir())
    """).values()) == {"passed"}  # fmt: skip


def test_only_visible_tests_carry_figures(judge):
    verdicts = judge("def double(x):\n    return [x, x]\n", test_it="""
        import pytest
        from it import double

        @pytest.mark.visibility("visible")
        def test_visible(figure):
            figure.lines("curve", "x", "y", "alt", yours=double(1.0))
            figure.heat_map("cells", "alt", rows=["a"], columns=["b"], values=[[figure.error(double(1.0), [1.0])]])
            figure.heat_map("cells", "alt", rows=["a"], columns=["b", "c"], values=[double(1.0)])
            figure.path("path", "x", "y", "alt", loss=lambda a, b: a + b, x=(0, 1), y=(0, 1), yours=[double(1.0)])

        def test_hidden(figure):
            figure.lines("curve", "x", "y", "alt", yours=double(1.0))

        @pytest.mark.visibility("after_due_date")
        def test_later(figure):
            figure.lines("curve", "x", "y", "alt", yours=double(1.0))
    """)  # fmt: skip
    assert {name: [one.title for one in test.figures] for name, test in verdicts.items()} == {
        "test_visible": ["curve", "cells", "path"],
        "test_hidden": [],
        "test_later": [],
    }
    assert all(test.status == "passed" for test in verdicts.values())
