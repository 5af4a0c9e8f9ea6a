"""What the outside may be told, and from what it is made.

The one trick: an event comes from a journal entry, either from one of its facts (an order was confirmed) or
from one of its changes (a customer is new, changed, gone), so nothing that is committed can be forgotten, and
its id is its place in the journal: the same event has the same id however often it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# kind of item -> noun of the topic; gives <noun>.created, .updated and .deleted
KINDS: dict[str, str] = {
    "customer": "customer",
    "product": "product",
    "vintage": "product_vintage",
    "variant": "product_variant",
    "tariff": "product_price",
}
VERBS = ("created", "updated", "deleted")

FACTS: dict[str, str] = {
    "sales.order.confirmed.v1": "order.validated",
    "sales.order.unconfirmed.v1": "order.unvalidated",
    "sales.order.cancelled.v1": "order.cancelled",
    "sales.invoice.issued.v1": "invoice.created",
    "till.receipt.issued.v1": "receipt.created",
    "payments.payment.recorded.v1": "payment.created",
    "payments.payment.allocated.v1": "payment.allocated",
    "payments.payment.cancelled.v1": "payment.cancelled",
}
PING = "ping"
TOPICS: tuple[str, ...] = tuple(
    sorted({f"{noun}.{verb}" for noun in KINDS.values() for verb in VERBS} | set(FACTS.values()))
)


@dataclass(frozen=True)
class Event:
    """`id` is `<company>:<lane>:<seq>:<place>`; `data` names the record (kind, id, version, fields changed)
    or is the fact's own content."""

    id: str
    topic: str
    at: str
    company: str
    data: dict[str, Any]


def events_of(entry: dict[str, Any]) -> Iterator[Event]:
    """The events of one journal entry (as `journal.read` gives it), in order: changes, then facts."""
    place = f"{entry['company']}:{entry['lane']}:{entry['seq']}"
    for n, change in enumerate(entry["changes"]):
        noun = KINDS.get(change["kind"])
        if noun and not change.get("secret"):
            yield Event(f"{place}:c{n}", f"{noun}.{_verb(change)}", entry["at"], entry["company"], _about(change))
    for fact in entry["facts"]:
        topic = FACTS.get(fact["type"])
        if topic:
            yield Event(fact["id"], topic, entry["at"], entry["company"], fact["data"])


def _verb(change: dict[str, Any]) -> str:
    if change["doc"] is None:
        return "deleted"
    return "updated" if "was" in change else "created"


def _about(change: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": change["kind"],
        "id": change["id"],
        "version": change["v"],
        "changed": sorted(change.get("was", {})),
    }


def wants(topics: Iterable[str], topic: str) -> bool:
    """Whether a subscription ("customer.*", "order.validated", "*") covers a topic."""
    noun = topic.partition(".")[0]
    return any(one in ("*", topic, f"{noun}.*") for one in topics)


def unknown_topics(topics: Iterable[str]) -> list[str]:
    """The subscriptions that cover nothing, sorted."""
    nouns = {topic.partition(".")[0] for topic in TOPICS}
    return sorted(
        one for one in set(topics) if one != "*" and one not in TOPICS and one.removesuffix(".*") not in nouns
    )
