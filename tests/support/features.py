"""Which tests prove which row of the feature list: `pytest --features build/features.tsv` writes it from a real run.

One line per row: `id<TAB>tests<TAB>passed`. A row whose tests did not all pass shows passed < tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--features", metavar="FILE", help="write the tests that prove each row of the feature list")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--features") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(Path(config.getoption("--features"))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    report = yield
    for mark in item.iter_markers("feature"):
        report.user_properties.extend(("feature", str(id)) for id in mark.args)
    return report


class Collector:
    def __init__(self, target: Path) -> None:
        self.target = target
        self.outcomes: dict[str, dict[str, bool]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, id in report.user_properties:
            if name == "feature":
                before = self.outcomes[str(id)].get(report.nodeid, True)
                self.outcomes[str(id)][report.nodeid] = before and report.passed

    def pytest_sessionfinish(self) -> None:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{id}\t{len(tests)}\t{sum(tests.values())}" for id, tests in sorted(self.outcomes.items())]
        self.target.write_text("\n".join(lines) + "\n", encoding="utf-8")
