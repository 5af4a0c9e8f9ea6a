"""The run of the tests as a judge of the policies: what a function asks for and may not fails the test that asked, and
once every test of the places that start functions has run, what a function may and never asked for fails the run.

Nouns: the *record* (a file that every process of the run adds to), a *whole* run (every file of `PLACES`, nothing left
out, nothing failed), what is `unasked`. A run of some files judges the first question only.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support import rights

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = ("tests/rooms", "tests/flows", "tests/contracts", "tests/infra")
"""Whatever starts a function: a whole run has all their files."""
FENCES_LEAST = 20
_told = [0]


@dataclass
class Record:
    """`used`: function -> (action, resource of its policy); `readers`: who reads lists; `whole`: what each process that
    collected said."""

    used: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    ran: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)
    fenced: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)

    def take(self, kind: str, first: str, *more: str) -> None:
        """Add one line."""
        if kind == "used":
            action, resource = more
            self.used[first].add((action, resource))
        else:
            held = {"ran": self.ran, "reads": self.readers, "fenced": self.fenced, "refused": self.refused}
            held.get(kind, self.whole).add(first)


def read(file: Path) -> Record:
    """What the processes of the run wrote down."""
    record = Record()
    for line in file.read_text(encoding="utf-8").splitlines():
        record.take(*json.loads(line))
    return record


# --- judgment --------------------------------------------------------------------------------------------------------


def unasked(record: Record) -> list[str]:
    """Each action on each resource that a policy names and its function never asked for, unless excused by name."""
    from scripts import policies

    found = [f"{name} was never started" for name in policies.names() if name not in record.ran]
    anybody = {one for used in record.used.values() for one in used}
    for name in sorted(record.ran & set(policies.names())):
        for right in policies.held(name):
            asked = anybody if shared(name, right, record) else record.used[name]
            if not {(name, right), ("*", right)} & policies.SELDOM.keys():
                found += [f"{name} ({right}): {one[0]} on {one[1]}" for one in named(right) - asked]
    return found


def shared(name: str, right: str, record: Record) -> bool:
    """Whether the function asks for it by lines that all share, when its container is new, or has worked for a while,
    or Paris is away: then it is enough that the function runs them, and that somebody was seen to ask."""
    from scripts import policies

    if right in policies.READS:
        return name in record.readers
    return right == "metered" or (right == "replica" and named("import_files") <= record.used[name])


def named(right: str) -> set[tuple[str, str]]:
    """The (action, resource) of a right, but for what AWS asks itself in the function's name."""
    from scripts import policies
    from tests.support.policies import arn

    return {
        (action, where)
        for one in policies.RIGHTS[right]
        for action in set(one["Action"]) - set(policies.BEHIND_THE_SCENES)
        for where in map(arn, one["Resource"])
    }


def verdict(record: Record, failed: bool) -> list[str]:
    """What is wrong with the rights, by this run."""
    wrong = sorted(record.refused)
    if record.whole == {"yes"} and not failed:
        wrong += [f"may, and never did: {one} ({rights.HOW})" for one in unasked(record)]
        if len(record.fenced) < FENCES_LEAST:
            wrong.append("hardly any work was judged by the fence around its company")
    return wrong


# --- the run ---------------------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ["CAVEAU_RIGHTS"] = str(Path(tempfile.mkdtemp(prefix="caveau-rights-")) / "record.jsonl")
        Path(os.environ["CAVEAU_RIGHTS"]).touch()
        config.pluginmanager.register(Judge())


def pytest_deselected(items: list[pytest.Item]) -> None:
    if items:
        rights.note("whole", "no")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Whether every file that starts functions is here (under pytest-xdist each worker collects all)."""
    if session.items:
        here = {item.path for item in session.items}
        wanted = {file for place in PLACES for file in (ROOT / place).glob("test_*.py")}
        rights.note("whole", "yes" if wanted <= here else "no")


@pytest.fixture(autouse=True)
def _within_their_rights() -> Iterator[None]:
    """A function that was refused something fails the test, even when the code made do without."""
    yield
    new, _told[0] = rights.REFUSED[_told[0] :], len(rights.REFUSED)
    assert not new, "\n".join(new)


class Judge:
    """Of the process that started the run."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        self.wrong = verdict(read(Path(os.environ["CAVEAU_RIGHTS"])), failed=exitstatus != pytest.ExitCode.OK)
        if self.wrong and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.wrong:
            terminalreporter.section("rights of the functions", red=True)
            for one in self.wrong:
                terminalreporter.line(one, red=True)
