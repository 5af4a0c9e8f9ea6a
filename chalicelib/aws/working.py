"""The working set of one use case: what it read (with versions), what it wants to write, the facts it tells.

The one trick: the first batch read brings the lane's head and the idempotency answer along with the items, so a whole
command is two round trips.

Errors: NotFound (`get`), StaleVersion (`expect`), a guard's own refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar, cast

from chalicelib.aws import journal
from chalicelib.aws.call import PLATFORM, Actor, Call
from chalicelib.aws.kinds import (
    ANSWERS,
    CHAINS,
    COUNTERS,
    GLOBAL_GUARDS,
    GUARDS,
    Answer,
    Counter,
    Guard,
    guard_id,
    guard_ref,
)
from chalicelib.aws.table import Kind, Ref, Stored, fetch
from chalicelib.kernel import chain
from chalicelib.kernel.contract import Fact
from chalicelib.kernel.errors import CaveauError, NotFound, Refused, StaleVersion

T = TypeVar("T")


class Replayed(Exception):
    """This idempotency key already has its answer: give that one."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("replayed")
        self.answer = answer


class Unit:
    def __init__(self, call: Call, command: str, lane: str = journal.MAIN) -> None:
        self.call, self.command = call, command
        self.lane = journal.spread(call.request_id) if (call.company, lane) == (PLATFORM, journal.MAIN) else lane
        self.head: int | None = None
        self.facts: list[Fact] = []
        self._read: dict[Ref, Stored | None] = {}
        self._docs: dict[Ref, Any] = {}
        self.written: dict[Ref, Any] = {}
        self._plains: dict[Ref, tuple[Any, dict[str, Any]]] = {}

    @property
    def company(self) -> str:
        return self.call.company

    @property
    def actor(self) -> Actor:
        return self.call.actor

    @property
    def at(self) -> datetime:
        return self.call.now

    @property
    def today(self) -> date:
        return self.call.today

    def new_id(self, prefix: str) -> str:
        return self.call.new_id(prefix)

    # --- reading -----------------------------------------------------------------------------------------------

    def load(self, *refs: Ref) -> None:
        """Read what is not read yet, in one consistent batch (with the head and the answer, the first time)."""
        wanted = {ref for ref in refs if ref not in self._read and ref not in self.written}
        if self.head is None and (answer := self._answer_ref()):
            wanted.add(answer)
        keys = {self._key(ref): ref for ref in wanted}
        head = journal.head_key(self.company, self.lane)
        asked = [*keys, head] if self.head is None else list(keys)
        if not asked:
            return
        found = fetch(asked)
        if self.head is None:
            self.head = int(found[head].v) if head in found else 0
        for key, ref in keys.items():
            item = found.get(key)
            self._read[ref] = Stored(int(item.v), item.doc) if item is not None else None
        self._replay()

    def find(self, kind: Kind[T], id: str) -> T | None:
        """The document, as this unit would leave it, or None."""
        ref: Ref = (kind, id)
        if ref in self.written:
            return cast("T | None", self.written[ref])
        self.load(ref)
        stored = self._read[ref]
        if stored is None or stored.text is None:
            return None
        if ref not in self._docs:
            self._docs[ref] = kind.read(stored.text)
        return cast(T, self._docs[ref])

    def get(self, kind: Kind[T], id: str) -> T:
        """The document; NotFound when there is none."""
        doc = self.find(kind, id)
        if doc is None:
            raise NotFound(f"{kind.name}.not_found", "Cet élément n'existe pas ou plus.", kind=kind.name)
        return doc

    def version(self, kind: Kind[Any], id: str) -> int:
        """The version the item will have once this unit is committed as it stands (0: it does not exist)."""
        ref: Ref = (kind, id)
        stored = self.stored(ref)
        before = stored.v if stored else 0
        return before + 1 if self._differs(ref) else before

    def expect(self, kind: Kind[Any], id: str, version: int | None) -> None:
        """Raise StaleVersion unless the stored item has `version` (None: the caller did not say)."""
        self.load((kind, id))
        stored = self._read.get((kind, id))
        if version is not None and stored is not None and stored.v != version:
            raise StaleVersion(
                "http.stale_version",
                "Cette fiche a été modifiée entre-temps. Relisez-la, puis enregistrez à nouveau.",
                current=stored.v,
            )

    def stored(self, ref: Ref) -> Stored | None:
        """What was read for `ref` (never read: None)."""
        return self._read.get(ref)

    # --- writing -----------------------------------------------------------------------------------------------

    def put(self, kind: Kind[T], id: str, doc: T) -> T:
        """Create or replace an item at commit, on condition that nobody else wrote it since it was read."""
        self._key((kind, id))
        self.written[(kind, id)] = doc
        return doc

    def delete(self, kind: Kind[Any], id: str) -> None:
        self.load((kind, id))
        self.written[(kind, id)] = None

    def number(self, counter: str) -> int:
        """The next gapless number of a counter (1, 2, 3…): taken only if the unit commits."""
        current = self.find(COUNTERS, counter) or Counter(n=0)
        self.put(COUNTERS, counter, Counter(n=current.n + 1))
        return current.n + 1

    def chain(self, name: str, payload: Any) -> chain.Link:
        """Append `payload` to a hash chain of the company; gives the link to store with the document."""
        return self.put(CHAINS, name, chain.extend(self.find(CHAINS, name), payload))

    def guard(self, name: str, value: str, owner: str, refusal: CaveauError, *, globally: bool = False) -> None:
        """Make `value` unique under `name`; raises `refusal` if another owner holds it."""
        ref = guard_ref(name, value, globally=globally)
        held = self.find(*ref)
        if held is not None and held.owner != owner:
            raise refusal
        self.put(*ref, Guard(owner=owner, name=name))

    def release(self, name: str, value: str, *, globally: bool = False) -> None:
        """Give a guarded value back."""
        self.delete(*guard_ref(name, value, globally=globally))

    def owner_of(self, name: str, value: str, *, globally: bool = False) -> str | None:
        """Who holds a guarded value."""
        held = self.find(GLOBAL_GUARDS if globally else GUARDS, guard_id(name, value))
        return held.owner if held else None

    def emit(self, fact: Fact) -> None:
        """Tell a fact, in the same transaction."""
        self.facts.append(fact)

    # --- for the commit ----------------------------------------------------------------------------------------

    def touched(self) -> Iterable[tuple[Ref, Stored | None, dict[str, Any] | None]]:
        """(ref, what was read, the new plain document or None) of every item that really changes."""
        for ref in self.written:
            if self._differs(ref):
                yield ref, self._read.get(ref), self._plain(ref)

    def unread(self) -> list[Ref]:
        """What is written without having been read: new ids, which only a deleted item may hold."""
        return [ref for ref in self.written if ref not in self._read]

    def answer(self, text: str, status: int) -> None:
        """Keep the answer of this intent, to be given again to the same key."""
        ref = self._answer_ref()
        if ref and self.call.idempotency:
            answer = Answer(digest=self.call.idempotency.digest, status=status, body=text)
            self.put(ref[0], ref[1], answer)

    def _differs(self, ref: Ref) -> bool:
        if ref not in self.written:
            return False
        doc, stored = self.written[ref], self._read.get(ref)
        if doc is None or stored is None or stored.text is None:
            return doc is not None or (stored is not None and stored.text is not None)
        return self._plain(ref) != stored.plain

    def _plain(self, ref: Ref) -> dict[str, Any] | None:
        """The written document as JSON values, computed once per document."""
        doc = self.written[ref]
        if doc is None:
            return None
        known = self._plains.get(ref)
        if known is None or known[0] is not doc:
            known = self._plains[ref] = (doc, ref[0].plain(doc))
        return known[1]

    def _key(self, ref: Ref) -> tuple[str, str]:
        return ref[0].key(self.company, ref[1])

    def _answer_ref(self) -> Ref | None:
        asked = self.call.idempotency
        return (ANSWERS, f"{self.actor.id}:{asked.key}") if asked else None

    def _replay(self) -> None:
        ref, asked = self._answer_ref(), self.call.idempotency
        stored = self._read.get(ref) if ref else None
        if stored is None or stored.text is None or asked is None:
            return
        answer = ANSWERS.read(stored.text)
        if answer.digest != asked.digest:
            raise Refused(
                "http.idempotency_key_reused",
                "Cette clé d'idempotence a déjà servi pour une autre demande. Utilisez une nouvelle clé.",
            )
        raise Replayed(answer)
