"""What must add up in a company's items: sums of amounts and sealed chains, told by the room that keeps them.

Nouns: an `Audit` says, for one kind, which figures of a document are summed and what its seal covers; an `Auditor`
folds items, in any order, into counts, sums and chains. The one trick: links are checked one by one against their own
document, and the chain as a whole by a telescope: the digests and the previous digests of a whole chain cancel out but
for its two ends, so a chain of any length is checked in constant memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.kernel.chain import GENESIS, Link, extend

Doc = dict[str, Any]
Seal = tuple[str, Doc, Doc]
CHAIN = "chain"


@dataclass(frozen=True)
class Audit:
    """`sums`: figures of a document, in cents, by name; `balanced`: two of them that must be equal in sum; `chain`: how
    the names of the kind's chains begin; `seal`: the chain's name, the link, and what the link seals."""

    kind: str
    sums: Callable[[Doc], dict[str, int]] = lambda doc: {}
    balanced: tuple[str, str] | None = None
    chain: str = ""
    seal: Callable[[Doc], Seal | None] = lambda doc: None


AUDITS: dict[str, Audit] = {}


def audited(audit: Audit) -> None:
    """A room says what must add up in one of its kinds."""
    AUDITS[audit.kind] = audit


@dataclass
class Chain:
    """A chain folded in any order."""

    links: int = 0
    positions: int = 0
    telescope: int = 0
    broken: int = 0

    def take(self, link: Doc, payload: Doc) -> None:
        """Fold one link in."""
        seq, previous, digest = link["seq"], link["previous"], link["digest"]
        self.links += 1
        self.positions += seq
        self.telescope ^= int(previous, 16) ^ int(digest, 16)
        before = Link(seq - 1, "", previous) if seq > 1 else None
        self.broken += extend(before, payload).digest != digest

    def whole(self, head: Doc | None) -> bool:
        """Whether the links folded in are exactly those that end at `head`."""
        if head is None:
            return self.links == 0
        ends = int(GENESIS, 16) ^ int(head["digest"], 16)
        n = head["seq"]
        return not self.broken and (self.links, self.positions, self.telescope) == (n, n * (n + 1) // 2, ends)


@dataclass
class Auditor:
    """Counts of items by kind; sums by (company, kind.figure); chains and their heads by (company, name)."""

    counts: Counter[str] = field(default_factory=Counter)
    sums: Counter[tuple[str, str]] = field(default_factory=Counter)
    chains: dict[tuple[str, str], Chain] = field(default_factory=dict)
    heads: dict[tuple[str, str], Doc] = field(default_factory=dict)

    def take(self, pk: str, kind: str, text: str | None) -> None:
        """Fold one item in (deleted ones are counted and hold nothing)."""
        self.counts[kind] += 1
        company, _, rest = pk.partition("#")
        if kind == CHAIN and text:
            self.heads[company, rest.partition("#")[2]] = json.loads(text)
        audit = AUDITS.get(kind)
        if audit is None or not text:
            return
        doc = json.loads(text)
        for name, amount in audit.sums(doc).items():
            self.sums[company, f"{kind}.{name}"] += amount
        if sealed := audit.seal(doc):
            name, link, payload = sealed
            self.chains.setdefault((company, name), Chain()).take(link, payload)

    def totals(self) -> dict[str, int]:
        """The sums of all companies together."""
        made: Counter[str] = Counter()
        for (_, name), amount in self.sums.items():
            made[name] += amount
        return dict(sorted(made.items()))

    def faults(self) -> list[str]:
        """What does not hold: sums that should be equal, chains that are not whole."""
        told = []
        for kind, audit in AUDITS.items():
            if audit.balanced is None:
                continue
            one, other = (f"{kind}.{name}" for name in audit.balanced)
            companies = {company for company, name in self.sums if name in (one, other)}
            told += [
                f"{company}: {one} is not {other}"
                for company in sorted(companies)
                if self.sums[company, one] != self.sums[company, other]
            ]
        known = tuple(audit.chain for audit in AUDITS.values() if audit.chain)
        for key in sorted({*self.chains, *(key for key in self.heads if key[1].startswith(known))}):
            if not self.chains.get(key, Chain()).whole(self.heads.get(key)):
                told.append(f"{key[0]}: the chain {key[1]} is not whole")
        return told
