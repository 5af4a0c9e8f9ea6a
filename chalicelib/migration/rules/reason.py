"""One reason an import may give for a row: its code, how grave it is, its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refuse", "skip", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """`family` groups the codes that are one fault for the reader (missing_country, bad_email…)."""

    code: str
    severity: Severity
    family: str
    fr: str
    en: str

    def sentence(self, values: dict[str, str], language: str = "fr") -> str:
        return (self.en if language == "en" else self.fr).format_map(_Blank(values))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"
