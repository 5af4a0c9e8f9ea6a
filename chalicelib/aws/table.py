"""The table: a key-value store of items, each with its version.

Nouns: a `Kind` names a sort of item and the dataclass of its document; a `Ref` is (kind, id); an `Item` is what
DynamoDB holds. The one trick: a key is built only here, from the company of the caller, so a key into another
company's partition cannot be written down (`dynamodb:LeadingKeys` can fence it a second time).

    pk = <company>#<kind>#<id>   sk = -          (kinds of the platform: G#<kind>#<id>)
    pk = <company>#H             sk = <lane>     head of a lane: v is the last sequence number
    pk = <company>#J#<lane>#<seq div 1000>  sk = <seq>   the journal
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.aws.config import config
from chalicelib.aws.packing import Packed, canonical
from chalicelib.rooms import parts

T = TypeVar("T")
ALONE = "-"
KINDS: dict[str, Kind[Any]] = {}


class Kind(Generic[T]):
    """A sort of item. `globally`: belongs to no company (logins, sessions). `secret`: its document never leaves
    the table by history, change feed or read model. `ttl`: seconds after which DynamoDB may drop it."""

    def __init__(
        self,
        name: str,
        doc_type: type[T],
        *,
        prefix: str = "",
        globally: bool = False,
        secret: bool = False,
        ttl: int | None = None,
    ) -> None:
        if name in KINDS:
            raise ValueError(f"two kinds named {name}")
        self.name, self.doc_type, self.prefix = name, doc_type, prefix or name[:3]
        self.globally, self.secret, self.ttl = globally, secret, ttl
        KINDS[name] = self

    def __repr__(self) -> str:
        return f"Kind({self.name})"

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.doc_type)

    def key(self, company: str, id: str) -> tuple[str, str]:
        """(pk, sk) of one item of `company`."""
        if not company or "#" in company or not id:
            raise ValueError(f"no key for {self.name} {id!r} of company {company!r}")
        return f"{'G' if self.globally else company}#{self.name}#{id}", ALONE

    def read(self, text: str) -> T:
        """The document written in `text`."""
        return self.adapter.validate_json(text)

    def plain(self, doc: T) -> dict[str, Any]:
        """The document as JSON values (decimals as strings, dates as ISO texts)."""
        value: dict[str, Any] = self.adapter.dump_python(doc, mode="json")
        return value

    def write(self, doc: T) -> str:
        return canonical(self.plain(doc))


def kind_named(name: str) -> Kind[Any] | None:
    """The kind of that name, whichever room declares it: a function of one room has imported that room alone."""
    if name not in KINDS:
        declare_all()
    return KINDS.get(name)


@cache
def declare_all() -> None:
    """Import what every room keeps, once."""
    for _ in parts("store"):
        pass


Ref = tuple[Kind[Any], str]


class Item(Model):
    """One item of the table, whatever its kind."""

    class Meta:
        table_name = config().table
        region = config().region
        host = config().dynamodb_url
        connect_timeout_seconds = 3
        read_timeout_seconds = 15
        max_retry_attempts = 3
        max_pool_connections = 4

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    v = NumberAttribute()
    doc = Packed(null=True)
    ttl = NumberAttribute(null=True)


@dataclass(frozen=True)
class Stored:
    """An item as read: its version and its JSON text; no text once deleted (the version goes on if it comes back)."""

    v: int
    text: str | None

    @property
    def plain(self) -> dict[str, Any] | None:
        value: dict[str, Any] | None = json.loads(self.text) if self.text else None
        return value


def fetch(keys: Iterable[tuple[str, str]], table: type[Item] = Item) -> dict[tuple[str, str], Item]:
    """One strongly consistent batch read per hundred keys; missing items are absent from the answer."""
    return {(item.pk, item.sk): item for item in table.batch_get(list(keys), consistent_read=True)}


@cache
def another(name: str) -> type[Item]:
    """The items of another table of the same shape, such as one that is being restored."""

    class Elsewhere(Item):
        class Meta(Item.Meta):
            table_name = name

    return Elsewhere
