"""pytest's features under the grader: what a test is said to have done is what plain pytest says."""

STUDENT = "LIMIT = 3\nNAMES = ('a', 'b')\ndef double(x):\n    return 2 * x\n"


def test_expected_failures_and_skips_are_told_apart_from_failures(judge):
    verdicts = judge(STUDENT, test_it="""
        import pytest
        from it import double

        @pytest.mark.xfail(reason="not yet")
        def test_xfail():
            assert double(1) == 3

        @pytest.mark.xfail
        def test_xpass():
            assert double(1) == 2

        @pytest.mark.xfail(strict=True, reason="must fail")
        def test_strict_xpass():
            assert double(1) == 2

        @pytest.mark.xfail(raises=ValueError)
        def test_xfail_of_another_kind():
            raise TypeError("other")

        def test_imperative_xfail():
            pytest.xfail("given up")

        @pytest.mark.skip(reason="later")
        def test_skip():
            assert False

        @pytest.mark.skipif(double(1) == 2, reason="as it doubles")
        def test_skipif():
            assert False

        def test_skip_inside():
            pytest.skip("inside")

        def test_importorskip():
            pytest.importorskip("no_such_library")

        def test_fail():
            pytest.fail("in so many words")

        def test_raises():
            with pytest.raises(ValueError):
                double(1)

        @pytest.mark.xfail
        def test_expected_in_every_phase(broken_end):
            assert False

        @pytest.fixture
        def broken_end():
            yield
            raise OSError("at the end")
    """)  # fmt: skip
    told = {name: (one.status, one.message) for name, one in verdicts.items()}
    assert told == {
        "test_xfail": ("skipped", "expected to fail: not yet"),
        "test_xpass": ("passed", ""),
        "test_strict_xpass": ("failed", "[XPASS(strict)] must fail"),
        "test_xfail_of_another_kind": ("failed", "TypeError: other"),
        "test_imperative_xfail": ("skipped", "expected to fail: given up"),
        "test_skip": ("skipped", "later"),
        "test_skipif": ("skipped", "as it doubles"),
        "test_skip_inside": ("skipped", "inside"),
        "test_importorskip": ("skipped", told["test_importorskip"][1]),
        "test_fail": ("failed", "in so many words"),
        "test_raises": ("failed", "DID NOT RAISE ValueError"),
        "test_expected_in_every_phase": ("skipped", "expected to fail"),
    }


def test_a_subtest_that_fails_fails_its_test_and_says_which(judge):
    verdicts = judge(STUDENT, test_it="""
        import unittest
        import pytest
        from it import double

        def test_one(subtests):
            for x in range(4):
                with subtests.test("number", x=x):
                    assert double(x) < 4

        def test_none(subtests):
            for x in range(4):
                with subtests.test(x=x):
                    assert double(x) < 8

        def test_skipped_parts(subtests):
            with subtests.test():
                pytest.skip("not this")
            with subtests.test():
                pytest.xfail("nor this")

        def test_after(subtests):
            with subtests.test("first"):
                assert double(1) == 3
            raise OSError("then")

        class TestCases(unittest.TestCase):
            def test_parts(self):
                for x in range(4):
                    with self.subTest(x=x):
                        self.assertLess(double(x), 4)

            def test_fine(self):
                for x in range(4):
                    with self.subTest(x=x):
                        self.assertLess(double(x), 8)

            def test_skipped_part(self):
                with self.subTest():
                    self.skipTest("not this")
    """)  # fmt: skip
    assert {name: one.status for name, one in verdicts.items()} == {
        "test_one": "failed",
        "test_none": "passed",
        "test_skipped_parts": "passed",
        "test_after": "failed",
        "TestCases::test_parts": "failed",
        "TestCases::test_fine": "passed",
        "TestCases::test_skipped_part": "passed",
    }
    assert verdicts["test_one"].message.startswith("[number] (x=2): assert 4 < 4")
    assert verdicts["test_one"].message.endswith(" (1 more subtest failed)")
    assert verdicts["test_after"].message.startswith("[first]: assert 2 == 3")
    assert verdicts["TestCases::test_parts"].message == "(x=2): 4 not less than 4 (1 more subtest failed)"


def test_got_and_expected_are_told_for_every_kind_of_comparison(judge):
    verdicts = judge(STUDENT, test_it="""
        import unittest
        import numpy as np
        import pytest
        import torch
        from it import double

        def test_equal():
            assert double(1) == 3

        def test_approx():
            assert double(0.5) == pytest.approx(1.5)

        def test_approx_list():
            assert pytest.approx([1.5]) == [double(0.5)]

        def test_numpy():
            np.testing.assert_allclose(np.array([double(1.0)]), [3.0])

        def test_numpy_equal():
            np.testing.assert_array_equal(np.array([double(1)]), np.array([3]))

        def test_torch():
            torch.testing.assert_close(torch.tensor([double(1.0)]), torch.tensor([3.0]))

        def test_caught_before():
            with pytest.raises(AssertionError):
                assert double(1) == 4
            assert double(1) == 3

        def test_other_than_before():
            try:
                assert double(1) == 4
            except AssertionError:
                raise ValueError("no")

        class TestCases(unittest.TestCase):
            def test_equal(self):
                self.assertEqual(double(1), 3)

            def test_list(self):
                self.assertEqual([double(1)], [3])

            def test_almost(self):
                self.assertAlmostEqual(double(1.0), 3.0, msg="nearly")

            def test_true(self):
                self.assertTrue(double(0))
    """)  # fmt: skip
    assert {one.status for one in verdicts.values()} == {"failed"}
    assert {name: (one.got, one.expected) for name, one in verdicts.items()} == {
        "test_equal": ("2", "3"),
        "test_approx": ("1.0", "1.5"),
        "test_approx_list": ("[1.0]", "[1.5]"),
        "test_numpy": ("[2.0]", "[3.0]"),
        "test_numpy_equal": ("[2]", "[3]"),
        "test_torch": ("[2.0]", "[3.0]"),
        "test_caught_before": ("2", "3"),
        "test_other_than_before": (None, None),
        "TestCases::test_equal": ("2", "3"),
        "TestCases::test_list": ("[2]", "[3]"),
        "TestCases::test_almost": ("2.0", "3.0"),
        "TestCases::test_true": (None, None),
    }
    assert verdicts["TestCases::test_almost"].message.endswith("nearly")


def test_a_suites_own_conftest_counts_as_at_a_start(statuses):
    assert statuses(STUDENT, conftest="""
        import pytest
        from it import double

        pytest_plugins = ["own_plugin"]
        seen = []

        def pytest_addoption(parser):
            parser.addoption("--turns", type=int, default=2)
            parser.addini("pace", "how fast", default="slow")

        def pytest_configure(config):
            config.addinivalue_line("markers", "slow: takes long")
            config.addinivalue_line("filterwarnings", "error:forbidden")
            seen.append("configure")

        def pytest_sessionstart(session):
            seen.append("start")

        def pytest_generate_tests(metafunc):
            if "turn" in metafunc.fixturenames:
                metafunc.parametrize("turn", range(metafunc.config.getoption("--turns")))

        def pytest_collection_modifyitems(items):
            items[:] = [item for item in items if "unwanted" not in item.name]

        @pytest.fixture
        def four():
            return double(2)

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_makereport(item, call):
            report = yield
            if item.get_closest_marker("slow"):
                report.outcome = "failed"
            return report
    """, own_plugin="""
        import pytest

        @pytest.fixture
        def five():
            return 5
    """, checks="""
        def is_four(x):
            assert x == 4
    """, test_it="""
        import pytest
        import conftest
        from checks import is_four

        def test_fixture(four, five):
            is_four(four)
            assert five == 5

        def test_turns(turn, pytestconfig):
            assert pytestconfig.getini("pace") == "slow"
            assert conftest.seen == ["configure", "start"]

        @pytest.mark.slow
        def test_slow():
            pass

        def test_filtered():
            import warnings
            warnings.warn("forbidden")

        def test_unwanted():
            pass
    """, more_test="""
        from checks import is_four

        def test_more(four):
            is_four(four)
    """, tests__test_deep="""
        def test_deep(four, reference):
            assert reference.double(2) == four
    """, test_examples="def test_example(): assert False", alternatives__test_no="def test_no(): assert False",
    ) == {
        "more_test.py::test_more": "passed",
        "test_it.py::test_fixture": "passed",
        "test_it.py::test_turns[0]": "passed",
        "test_it.py::test_turns[1]": "passed",
        "test_it.py::test_slow": "failed",
        "test_it.py::test_filtered": "failed",
        "tests/test_deep.py::test_deep": "passed",
    }  # fmt: skip


def test_marks_classes_and_parameters_are_pytests_own(statuses):
    assert statuses(STUDENT, test_it="""
        import pytest
        from it import *
        from it import LIMIT, NAMES

        pytestmark = pytest.mark.usefixtures("ready")
        state = []

        @pytest.fixture
        def ready():
            state.append("ready")

        @pytest.mark.parametrize("x", range(LIMIT), ids="number {}".format)
        def test_ids(x):
            assert double(x) == 2 * x

        @pytest.mark.parametrize("name", NAMES)
        @pytest.mark.parametrize(("x", "want"), [(1, 2), pytest.param(2, 5, marks=pytest.mark.xfail, id="five")])
        def test_grid(name, x, want):
            assert double(x) == want

        @pytest.mark.parametrize("made", [1, 2], indirect=True)
        def test_indirect(made):
            assert made in (2, 4)

        @pytest.fixture
        def made(request):
            return double(request.param)

        class TestNested:
            limit = LIMIT

            class TestInner:
                def test_state(self):
                    assert state and TestNested.limit == 3

            @staticmethod
            def test_static():
                pass
    """) == {
        "test_ids[number 0]": "passed",
        "test_ids[number 1]": "passed",
        "test_ids[number 2]": "passed",
        "test_grid[1-2-a]": "passed",
        "test_grid[1-2-b]": "passed",
        "test_grid[five-a]": "skipped",
        "test_grid[five-b]": "skipped",
        "test_indirect[1]": "passed",
        "test_indirect[2]": "passed",
        "TestNested::TestInner::test_state": "passed",
        "TestNested::test_static": "passed",
    }  # fmt: skip


def test_a_student_with_several_modules_is_met_in_all_of_them(statuses):
    assert statuses("from layers.linear import one\n", layers__linear="def one(): return 1\n", test_it="""
        import importlib.util, sys
        from pathlib import Path
        import it
        from layers import linear

        sys.path.insert(0, str(Path(__file__).parent))

        def test_modules():
            assert it.one() == linear.one() == 1
            assert it.box is linear.box

        def test_by_path():
            spec = importlib.util.spec_from_file_location("student", Path(__file__).with_name("it.py"))
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            assert module.box

        def test_reference(reference):
            assert reference.one() == 1
            assert not hasattr(reference, "box")
    """) == {"test_modules": "passed", "test_by_path": "passed", "test_reference": "passed"}  # fmt: skip


def test_a_suite_that_cannot_be_collected_says_nothing_of_any_test(judge):
    assert "no_such_thing" in judge(fault=True, test_it="from it import no_such_thing\ndef test_it(): pass\n")


def test_what_is_done_does_not_run_again(judge):
    suite = "def test_one(): pass\ndef test_two(): pass\n"
    assert list(judge(test_it=suite, done=["test_one"])) == ["test_two"]
