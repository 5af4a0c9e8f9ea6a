"""What a run says: its sections, the figures noted on the way, and each figure held against its target.

Nouns: a `Report`; a `Target` (a figure that issue 2 or 5 asks for, and the most it may be). The one trick: a part notes
its figures under names and knows no target, so what is asked for stands in one table, here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.figures import table


@dataclass(frozen=True)
class Target:
    """`figure` is the name that a part noted; `most` what it may be at most, in `unit`."""

    what: str
    figure: str
    most: float
    unit: str


TARGETS = (
    Target("create and confirm an order of 10 lines: DynamoDB round trips", "order.round_trips", 2, ""),
    Target("the same through HTTP, p50", "order.http", 45, "ms"),
    Target("the same, CPU in the worker, p50", "order.cpu", 15, "ms"),
    Target("issue the invoice of 10 lines: DynamoDB round trips", "invoice.round_trips", 2, ""),
    Target("the same through HTTP, p50", "invoice.http", 45, "ms"),
    Target("a list page: reads of the heads", "list.heads", 1, ""),
    Target("search a name, 50,000 customers, p95", "readmodel.50000.name", 5, "ms"),
    Target("search a name with a typo, 50,000 customers, p95", "readmodel.50000.typo", 5, "ms"),
    Target("list by 3 criteria, count and 2 sums, 50,000 customers, p95", "readmodel.50000.criteria", 15, "ms"),
    Target("the slowest other list or search, 50,000 customers, p95", "readmodel.50000.slowest", 15, "ms"),
    Target("hydrate 50,000 customers and 100,000 orders from S3", "readmodel.50000.hydrate", 1.0, "s"),
    Target("cold start to the first answer, against the bare import", "cold.ratio", 1.25, "x"),
    Target("heavy libraries loaded by then", "cold.heavy", 0, ""),
    Target("invoice PDF of 10 lines, CPU", "papers.pdf", 40, "ms"),
    Target("the same with Factur-X, CPU", "papers.facturx", 150, "ms"),
    Target("reminders over 50,000 open invoices, first night", "reminders.seconds", 60, "s"),
    Target("memory that this night adds", "reminders.grown", 20, "MB"),
    Target("300 invoices of 10 lines as one PDF, made aside", "together.seconds", 20, "s"),
    Target("first paint of a list in a browser that never saw Caveau", "paint.slowest", 1000, "ms"),
    Target("price 30 lines with their trace, CPU", "tariffs.lines", 3, "ms"),
    Target("5,000 prices of the consolidated grid changed at once", "tariffs.change", 3, "s"),
    Target("import of the sample (4,994 + 434 rows)", "import.run", 60, "s"),
    Target("its memory: last quarter against the quarter after the first", "import.growth", 1.15, "x"),
    Target("16 clients posting invoices: gaps, duplicates and lost", "writers.wrong", 0, ""),
    Target("kill -9 under load: lost though acknowledged a second before", "kill.lost", 0, ""),
    Target("the next start serves within", "kill.restart", 10, "s"),
    Target("a clean restart of `make run`, to the first answer", "restart.answer", 10, "s"),
    Target("export of 50,000 customers to xlsx", "export.seconds", 10, "s"),
    Target("its memory, the whole process", "export.memory", 200, "MB"),
    Target("`make demo`: 5,000 customers, 400 variants, 3 years of orders", "demo.seconds", 120, "s"),
)


@dataclass
class Report:
    """Sections in order, figures by name, and the parts that failed."""

    sections: list[tuple[str, str]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, title: str, text: str) -> None:
        self.sections.append((title, text))

    def note(self, name: str, value: float) -> None:
        self.figures[name] = value

    def verdicts(self) -> Iterator[tuple[Target, float, bool]]:
        """(target, measured, met) of every target that this run measured."""
        for target in TARGETS:
            if target.figure in self.figures:
                value = self.figures[target.figure]
                yield target, value, value <= target.most

    def text(self, head: str) -> str:
        """The whole, as Markdown: the targets first."""
        rows = [
            [
                one.what,
                f"{one.most:g} {one.unit}".strip(),
                f"{value:.3g} {one.unit}".strip(),
                "OK" if met else "**MISS**",
            ]
            for one, value, met in self.verdicts()
        ]
        parts = [head, "## Targets\n\n" + table(["what", "at most", "measured", ""], rows)]
        parts += [f"## {title}\n\n{text}" for title, text in self.sections]
        return "\n\n".join(parts) + "\n"
