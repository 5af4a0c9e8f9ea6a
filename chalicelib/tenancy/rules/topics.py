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
    "variant": "product_variant",
    "tariff": "product_price",
}
# (kind, list in its document) -> noun of the topic, for records that live inside another and have an id of their own
PARTS: dict[tuple[str, str], str] = {("product", "vintages"): "product_vintage"}
VERBS = ("created", "updated", "deleted")

FACTS: dict[str, str] = {
    "sales.order.confirmed.v1": "order.validated",
    "sales.order.unconfirmed.v1": "order.unvalidated",
    "sales.order.cancelled.v1": "order.cancelled",
    "sales.quote.sent.v1": "quote.sent",
    "sales.quote.accepted.v1": "quote.accepted",
    "sales.quote.closed.v1": "quote.closed",
    "sales.quote.ordered.v1": "quote.ordered",
    "sales.proforma.issued.v1": "proforma.issued",
    "sales.delivery.issued.v1": "delivery.issued",
    "sales.delivery.cancelled.v1": "delivery.cancelled",
    "sales.invoice.issued.v1": "invoice.created",
    "sales.credit_note.issued.v1": "credit_note.created",
    "till.receipt.issued.v1": "receipt.created",
    "payments.payment.recorded.v1": "payment.created",
    "payments.payment.allocated.v1": "payment.allocated",
    "payments.payment.cancelled.v1": "payment.cancelled",
}
PING = "ping"
TOPICS: tuple[str, ...] = tuple(
    sorted({f"{noun}.{verb}" for noun in (*KINDS.values(), *PARTS.values()) for verb in VERBS} | set(FACTS.values()))
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
        if change.get("secret"):
            continue
        told = [*_of_item(change), *_of_parts(change)]
        for part, topic, data in told:
            yield Event(f"{place}:c{n}{part}", topic, entry["at"], entry["company"], data)
    for fact in entry["facts"]:
        known = FACTS.get(fact["type"])
        if known:
            yield Event(fact["id"], known, entry["at"], entry["company"], fact["data"])


Piece = tuple[str, str, dict[str, Any]]


def _of_item(change: dict[str, Any]) -> Iterator[Piece]:
    noun = KINDS.get(change["kind"])
    if noun:
        verb = "deleted" if change["doc"] is None else "updated" if "was" in change else "created"
        about = {"kind": change["kind"], "id": change["id"], "version": change["v"]}
        yield "", f"{noun}.{verb}", {**about, "changed": sorted(change.get("was", {}))}


def _of_parts(change: dict[str, Any]) -> Iterator[Piece]:
    """The records inside a document that are new, changed or gone."""
    for (kind, name), noun in PARTS.items():
        if change["kind"] != kind:
            continue
        after = _by_id((change["doc"] or {}).get(name))
        before = _by_id(change["was"].get(name)) if name in change.get("was", {}) else after if "was" in change else {}
        for id in sorted(before.keys() | after.keys()):
            if before.get(id) != after.get(id):
                verb = "deleted" if id not in after else "updated" if id in before else "created"
                about = {"kind": noun, "id": id, "version": change["v"], "in": change["id"]}
                yield f":{id}", f"{noun}.{verb}", {**about, "changed": _changed(before.get(id), after.get(id))}


def _by_id(parts: list[dict[str, Any]] | None) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in parts or []}


def _changed(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    if not before or not after:
        return []
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))


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
