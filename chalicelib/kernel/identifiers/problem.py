"""What a check answers: None, or a problem that says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.errors import FieldError


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable ("identifier.siret.checksum"), `detail` a French sentence (cause, then remedy),
    `proposal` the value to use instead when it can be guessed. An error refuses the value; a warning lets
    it through and says so."""

    code: str
    detail: str
    severity: Literal["error", "warning"] = "error"
    proposal: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == "error"

    def on(self, field: str) -> FieldError:
        """The problem as the refusal of one field of a contract."""
        return FieldError(field, self.code, self.detail)


@dataclass(frozen=True, slots=True)
class Identifier:
    """The same two verbs for all. `clean(text, country)` gives the stored form, or the text tidied when it
    has none; `check` cleans, then judges. `country` is an ISO 3166 code; an identifier that needs none
    ignores it."""

    name: str
    clean_one: Callable[[str, str], str]
    check_one: Callable[[str, str], Problem | None]

    def clean(self, text: str, country: str = "FR") -> str:
        return self.clean_one(text, country)

    def check(self, text: str, country: str = "FR") -> Problem | None:
        return self.check_one(self.clean_one(text, country), country)
