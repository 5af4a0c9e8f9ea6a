"""What was said about one source row, and what becomes of it.

Nouns: *finding* (one remark: a reason, the field, the raw value), *entry* (one source row of the ledger: its
verdict, its findings, and the record it gives). The one trick: an entry's verdict is computed from its
findings, so a refusal without a reason cannot exist.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.migration.rules.reason import Reason
from chalicelib.migration.rules.reasons import REASONS

Verdict = Literal["create", "refuse", "skip", "note"]
RAW_MAX = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `code` is in REASONS, `field` the heading of the source's column ("" = the whole row),
    `raw` what the source says there (cut at 200 characters), `data` fills the sentence."""

    code: str
    field: str = ""
    raw: str = ""
    data: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def reason(self) -> Reason:
        return REASONS[self.code]

    def sentence(self, language: str = "fr") -> str:
        """The cause, then the remedy, with the values put in."""
        return self.reason.sentence({"raw": self.raw, "field": self.field, **self.data}, language)


def finding(code: str, field: str = "", raw: str = "", **data: object) -> Finding:
    """A finding with its raw value cut to a length a list can show."""
    short = raw if len(raw) <= RAW_MAX else raw[: RAW_MAX - 1] + "…"
    return Finding(code, field, short, {name: str(value) for name, value in data.items()})


@dataclass(frozen=True, slots=True)
class Entry:
    """One source row. `kind`: customer, product, or what a row that is neither is (blank, header, preamble,
    section, total). `key` is the old program's own (a customer code, a reference). `record` is the cleaned
    noun as plain values when the row gives one. `height`: how many physical lines it covers."""

    sheet: str
    line: int
    kind: str
    key: str = ""
    findings: tuple[Finding, ...] = ()
    record: dict[str, Any] | None = None
    height: int = 1

    @property
    def verdict(self) -> Verdict:
        severities = {item.reason.severity for item in self.findings}
        if "refuse" in severities:
            return "refuse"
        if "skip" in severities:
            return "skip"
        return "create" if self.record is not None else "note"

    @property
    def warned(self) -> bool:
        return self.verdict == "create" and any(item.reason.severity == "warn" for item in self.findings)
