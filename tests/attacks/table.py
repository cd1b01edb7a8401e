"""Writes the table of docs/security.md from a real run of the corpus: `python -m tests.attacks.table`."""

from __future__ import annotations

import platform
import sys
from collections import Counter

from tests.attacks.arena import REPOSITORY, USERS, Arena, fight
from tests.attacks.claims import Attack, broken_claims, read_attacks

PAGE = REPOSITORY / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin, written by python -m tests.attacks.table -->", "<!-- attacks: end -->"


def main() -> int:
    """Run the corpus as each user, rewrite the table, and say which attacks were not stopped."""
    arenas = {user: fight(user) for user in USERS}
    attacks = read_attacks()
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n{_table(attacks, arenas)}{END}{tail}", encoding="utf-8")
    escaped = [
        f"{attack.name} as {user}: {told}"
        for user, arena in arenas.items()
        for attack in attacks
        for told in _broken(attack, arena)
    ]
    for line in escaped:
        sys.stderr.write(line + "\n")
    return 1 if escaped else 0


def _broken(attack: Attack, arena: Arena) -> list[str]:
    return broken_claims(attack, arena.views[attack.name])


def _table(attacks: tuple[Attack, ...], arenas: dict[str, Arena]) -> str:
    who = " and ".join({"root": "root", "ordinary": "an ordinary user"}[user] for user in arenas)
    levels = ", ".join(sorted({level for arena in arenas.values() for level in arena.isolation}))
    left = sum(len(arena.processes) + len(arena.files) for arena in arenas.values())
    kernel = ".".join(platform.release().split(".")[:2])
    lines = [
        "",
        f"{len(attacks)} attacks, run as {who} on Linux {kernel} at isolation {levels}. Processes and files left behind: {left}.",
        "",
        "| attack | exercise | tries to | " + " | ".join(f"as {user}" for user in arenas) + " |",
        "|---|---|---|" + "---|" * len(arenas),
    ]
    for attack in attacks:
        cells = [_cell(attack, arena) for arena in arenas.values()]
        outside_code = enumerate(attack.tries.replace("|", "\\|").split("`"))
        tries = "`".join(part if number % 2 else part.replace("<", "&lt;") for number, part in outside_code)
        lines.append(
            f"| [{attack.name}](../tests/attacks/corpus/{attack.path.name}) | {attack.exercise} | {tries} | "
            + " | ".join(cells)
            + " |"
        )
    return "\n".join(lines) + "\n"


def _cell(attack: Attack, arena: Arena) -> str:
    staff = arena.views[attack.name].staff
    counted = Counter(test["status"] for test in staff["tests"])
    told = ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))
    verdict = "**NOT STOPPED**" if _broken(attack, arena) else "stopped"
    if "score == full" in attack.holds:
        verdict = verdict.replace("stopped", "kept in")
    return f"{verdict}: {staff['score']:g} of {staff['max_score']:g} ({told})"


if __name__ == "__main__":
    sys.exit(main())
