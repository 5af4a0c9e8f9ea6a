"""The life cycle of an e-invoice: statuses by code, the reasons some need, and the state they lead to.

Nouns: a `Status` (one step, as it was issued), the pairs of what may follow what. The one trick: the state is never
stored by arrival but found by walking the statuses in the order in which they were issued, so a webhook told twice,
late or out of order ends in the same state.

Source: AFNOR XP Z12-012, schematron BR-FR-CDV 1.4.0 (codes, and reasons by code).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

DEPOSITED, REFUSED, COLLECTED, REJECTED = "200", "210", "212", "213"
APPROVED, PARTLY, DISPUTED, SUSPENDED = "205", "206", "207", "208"
STATES: dict[str, str] = {
    "200": "deposited",
    "201": "issued",
    "202": "received",
    "203": "available",
    "204": "taken",
    "205": "approved",
    "206": "partly_approved",
    "207": "disputed",
    "208": "suspended",
    "209": "completed",
    "210": "refused",
    "211": "payment_sent",
    "212": "collected",
    "213": "rejected",
    "501": "rejected",
}
"""Status code -> our word for the state."""

_TRANSMISSION = ("200", "201", "202", "203")
_ANSWERS = ("204", "205", "206", "207", "208", "209", "211")
_END = ("210", "212")
FIRST = "sent"
TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {(FIRST, code) for code in (*_TRANSMISSION, *_ANSWERS, *_END, "213", "501")}
    | {(one, other) for one in _TRANSMISSION for other in _TRANSMISSION if other > one}
    | {(one, other) for one in _TRANSMISSION for other in (*_ANSWERS, *_END, "213")}
    | {(one, other) for one in _ANSWERS for other in (*_ANSWERS, *_END) if other != one}
)
"""(code, code that may follow). 210, 212, 213 and 501 end it."""
ENDS = frozenset({"refused", "collected", "rejected"})
TROUBLES = frozenset({"refused", "rejected", "disputed", "suspended", "partly_approved"})

_ANY = (
    "CMD_ERR", "SIRET_ERR", "CODE_ROUTAGE_ERR", "REF_CT_ABSENT", "REF_ERR",
)  # fmt: skip
_GOODS = ("PU_ERR", "REM_ERR", "QTE_ERR", "ART_ERR", "MODPAI_ERR", "QUALITE_ERR", "LIVR_INCOMP")
_CONTENT = ("TX_TVA_ERR", "MONTANTTOTAL_ERR", "CALCUL_ERR", "NON_CONFORME", "DOUBLON")
_DEAL = ("DEST_ERR", "TRANSAC_INC", "EMMET_INC", "CONTRAT_TERM", "DOUBLE_FACT")
REASONS: dict[str, tuple[str, ...]] = {
    "206": ("AUTRE", *_ANY, *_GOODS),
    "207": ("AUTRE", "COORD_BANC_ERR", *_CONTENT, "DEST_INC", *_DEAL, "ADR_ERR", *_ANY, *_GOODS),
    "208": ("JUSTIF_ABS", "COORD_BANC_ERR", *_ANY),
    "210": (*_CONTENT, *_DEAL, "CMD_ERR", "ADR_ERR", "REF_CT_ABSENT"),
}
"""Code that needs a reason -> those it may give."""


@dataclass(frozen=True)
class Status:
    """One step. `flow`: the id of the file that told it (of ours the tracking id); `at`: when it was issued."""

    code: str
    at: datetime
    flow: str
    reason: str = ""
    text: str = ""


def known(statuses: Iterable[Status], flow: str) -> bool:
    """Was this file taken already?"""
    return any(one.flow == flow for one in statuses)


def in_order(statuses: Iterable[Status]) -> list[Status]:
    """As they were issued; those of one instant by their code."""
    return sorted(statuses, key=lambda one: (one.at, one.code, one.flow))


def moving(statuses: Iterable[Status]) -> list[Status]:
    """Those that moved the state, in order."""
    here, found = FIRST, []
    for one in in_order(statuses):
        if (here, one.code) in TRANSITIONS:
            here = one.code
            found.append(one)
    return found


def last(statuses: Iterable[Status]) -> Status | None:
    """The status that makes the state; None when none moved it."""
    moved = moving(statuses)
    return moved[-1] if moved else None


def state(statuses: Iterable[Status]) -> str:
    """The state these lead to: "sent" when none does."""
    found = last(statuses)
    return STATES[found.code] if found else FIRST


def reason_needed(code: str) -> tuple[str, ...]:
    """The reasons that may go with a code; empty: none is needed."""
    return REASONS.get(code, ())
