"""Grades the whole corpus by one `grade batch`, as root or as an ordinary user, and looks at what it left behind.

After each attack the batch grades a right submission, so that one attack that harms the next student shows.
"""

from __future__ import annotations

import ctypes
import io
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.as_user import ORDINARY_HOME, ORDINARY_ID, ordinary_user_command
from tests.attacks.claims import Attack, Views, read_attacks

REPOSITORY = Path(__file__).resolve().parents[2]
USERS = ("root", "ordinary") if os.geteuid() == 0 else ("ordinary",)
SEED = 20
SLOTH = 1800
"""Seconds after which the batch itself counts as stalled by an attack."""
_EXERCISES = REPOSITORY / "tests" / "attacks" / "course"
"""Exercises for the sake of attacks: their suites use what the course itself does not."""
_LIMITS = "\ndefaults: {limits: {test: 3s, submission: 9s, memory: 512 MiB, disk: 32 MiB, output: 64 KiB}}\n"
_MARKED = ("grader-attack", "kept-inputs")
_SUBREAPER = 36


@dataclass(frozen=True)
class Arena:
    """What one batch over the corpus gave."""

    views: dict[str, Views]
    """By attack."""
    sources: dict[str, str]
    """What was handed in, by attack."""
    after: dict[str, tuple[float | None, float]]
    """Score and maximum of the right submission that was graded after each attack."""
    canaries: tuple[str, ...]
    """Words that lie in the suite, the reference, the environment and the secret, and must be in no view."""
    gradebook: str
    output: str
    isolation: frozenset[str]
    processes: tuple[str, ...]
    files: tuple[str, ...]
    exit_code: int
    seconds: float


def reference_of(slug: str) -> Path:
    """The reference of an exercise, of the course or of the arena's own."""
    own = _EXERCISES / slug / f"{slug}.py"
    return own if own.exists() else REPOSITORY / "solutions" / slug / f"{slug}.py"


def fight(user: str) -> Arena:
    """Grade the corpus as "root" or "ordinary" and collect everything that claims are made about."""
    folder = Path(tempfile.mkdtemp(prefix="arena-"))
    try:
        return _fight(user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fight(user: str, folder: Path) -> Arena:
    canaries = tuple(f"canary{secrets.token_hex(8)}" for _ in range(3))
    attacks = read_attacks()
    course, batch, state = folder / "course", folder / "batch", folder / "state"
    copy_course(course, canaries)
    home = ORDINARY_HOME if user == "ordinary" and os.geteuid() == 0 else Path.home()
    sources = {attack.name: attack.source(folder, home) for attack in attacks}
    for attack in attacks:
        reference = course / "solutions" / attack.exercise / f"{attack.exercise}.py"
        _hand_in(batch / attack.name, attack.exercise, sources[attack.name])
        _hand_in(batch / f"{attack.name}.after", attack.exercise, reference.read_text(encoding="utf-8"))
    state.mkdir()
    if user == "ordinary":
        _give(folder, ORDINARY_ID)
    grade = str(Path(sys.executable).with_name("grade"))
    argv = [sys.executable, grade, "batch", str(batch), "--course", str(course), "--seed", str(SEED)]
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)  # what outlives its parent becomes ours, and is counted
    before, began = _children(), time.monotonic()
    done = subprocess.run(
        ordinary_user_command(argv) if user == "ordinary" else argv,
        env={**os.environ, "GRADER_STATE": str(state), "GRADER_COURSE_TOKEN": canaries[2], "NO_COLOR": "1"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SLOTH,
        check=False,
    )
    seconds = time.monotonic() - began
    processes = tuple(sorted(_children() - before))
    files = _marked_files(folder)
    gradebook = batch / "gradebook.csv"
    if not gradebook.exists():
        raise AssertionError(
            f"grade batch wrote no grade book; exit code {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    _give(folder, 0)
    views, after, isolation = _collect(course, state, batch, attacks)
    return Arena(
        views, sources, after, canaries, gradebook.read_text(encoding="utf-8-sig"), done.stdout + done.stderr, isolation, processes, files,
        done.returncode, seconds,
    )  # fmt: skip


def copy_course(course: Path, canaries: tuple[str, ...]) -> None:
    """The course with the arena's own exercises, short limits, and words in reference and suite that must not get out."""
    course.mkdir()
    shutil.copytree(REPOSITORY / "solutions", course / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    text = (REPOSITORY / "course.yaml").read_text(encoding="utf-8")
    for exercise in sorted(_EXERCISES.iterdir()):
        shutil.copytree(exercise, course / "solutions" / exercise.name, ignore=shutil.ignore_patterns("__pycache__"))
        text += f"  - {{slug: {exercise.name}, title: {exercise.name}, points: 10}}\n"
    (course / "course.yaml").write_text(text + _LIMITS, encoding="utf-8")
    for exercise in filter(Path.is_dir, (course / "solutions").iterdir()):
        for name, canary in ((f"{exercise.name}.py", canaries[0]), (f"test_{exercise.name}.py", canaries[1])):
            with (exercise / name).open("a", encoding="utf-8") as file:
                file.write(f"\n\nCANARY = '{canary}'\n")


def _hand_in(student: Path, slug: str, source: str) -> None:
    student.mkdir(parents=True)
    (student / f"{slug}.py").write_text(source, encoding="utf-8")


def _give(folder: Path, owner: int) -> None:
    """Make all of a folder this user's, where we are root; the grader trusts no state of somebody else's."""
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner, owner, follow_symlinks=False)


def _collect(
    course: Path, state: Path, batch: Path, attacks: tuple[Attack, ...]
) -> tuple[dict[str, Views], dict[str, tuple[float | None, float]], frozenset[str]]:
    import json

    from rich.console import Console

    from grader.course import load_course
    from grader.host import Host
    from grader.report import from_json, render_terminal, to_json

    views, after, isolation = {}, {}, set()
    os.environ["GRADER_STATE"] = str(state)
    try:
        with Host.open(load_course(course)) as host:
            for attack in attacks:
                _, staff = host.find(attack.exercise, attack.name)
                _, right = host.find(attack.exercise, f"{attack.name}.after")
                written = batch / "reports" / attack.name / f"{attack.exercise}.json"
                student_json = written.read_text(encoding="utf-8")
                console = Console(file=io.StringIO(), width=100, force_terminal=False, color_system=None)
                render_terminal(from_json(student_json.encode()), console)
                views[attack.name] = Views(
                    staff=json.loads(to_json(staff)),
                    student=json.loads(student_json),
                    student_json=student_json,
                    page=written.with_suffix(".html").read_text(encoding="utf-8"),
                    terminal=console.file.getvalue(),  # type: ignore[attr-defined]
                )
                after[attack.name] = (right.score, right.max_score)
                isolation.add(staff.isolation)
    finally:
        del os.environ["GRADER_STATE"]
    return views, after, frozenset(isolation)


def _children() -> set[str]:
    """Living descendants of this process: id and name."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                head, _, tail = (entry / "stat").read_text().rpartition(")")
            except OSError:
                continue
            parents[int(entry.name)] = (
                int(tail.split()[1]),
                f"{entry.name} {head.partition('(')[2]} {tail.split()[0]}",
            )
    found, frontier = set(), [os.getpid()]
    while frontier:
        parent = frontier.pop()
        for process, (above, name) in parents.items():
            if above == parent:
                frontier.append(process)
                if not name.endswith(" Z"):  # a zombie is ours to reap, not a process that runs
                    found.add(name)
    return found


def _marked_files(folder: Path) -> tuple[str, ...]:
    """Files that attacks left where they could last: shared folders, the course, the state, the repository."""
    found = []
    home = Path.home()
    for start in (
        Path("/tmp"),
        Path("/var/tmp"),
        Path("/dev/shm"),
        Path("/run"),
        Path("/"),
        home,
        folder,
        REPOSITORY,
        Path(sys.prefix),
    ):
        depth = 4 if start == folder else 1
        for level in range(1, depth + 1):
            found += [str(path) for path in start.glob("/".join(["*"] * level)) if path.name.startswith(_MARKED)]
    return tuple(found)
