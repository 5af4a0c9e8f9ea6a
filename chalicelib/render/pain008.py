"""Direct debits for a bank: a pain.008.001.02 message.

Nouns: a `Creditor`, `Debited` accounts. The one trick: debits are laid in one block (PmtInf) by scheme and sequence, as
the message wants them, each block and the whole with its number and sum.
Source: ISO 20022 pain.008.001.02; EPC130-08 (SEPA Core), EPC217-08 (allowed characters). Amounts are cents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"
UNKNOWN = "NOTPROVIDED"


@dataclass(frozen=True)
class Creditor:
    """Who debits; `bic` may be empty."""

    name: str
    iban: str
    bic: str
    ics: str


@dataclass(frozen=True)
class Debited:
    """One debit: `id` is told back by the bank, `label` shown to the customer."""

    id: str
    amount: int
    name: str
    iban: str
    bic: str
    rum: str
    signed_on: date
    scheme: str
    sequence: str
    label: str


def pain008(id: str, made_at: datetime, creditor: Creditor, collect_on: date, debits: Sequence[Debited]) -> bytes:
    """The message. `id` has 30 characters at most."""
    document = Element("Document", xmlns=SPACE)
    message = SubElement(document, "CstmrDrctDbtInitn")
    head = SubElement(message, "GrpHdr")
    _put(head, "MsgId", id)
    _put(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _sums(head, debits)
    _put(SubElement(head, "InitgPty"), "Nm", plain(creditor.name))
    blocks = sorted({(one.scheme, one.sequence) for one in debits})
    for scheme, sequence in blocks:
        some = [one for one in debits if (one.scheme, one.sequence) == (scheme, sequence)]
        _block(message, f"{id}-{scheme[0]}{sequence[0]}", scheme, sequence, creditor, collect_on, some)
    indent(document)
    text: str = tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _block(
    message: Element, id: str, scheme: str, sequence: str, creditor: Creditor, on: date, debits: Sequence[Debited]
) -> None:
    block = _at(message, "PmtInf")
    _put(block, "PmtInfId", id)
    _put(block, "PmtMtd", "DD")
    _put(block, "BtchBookg", "true")
    _sums(block, debits)
    sort = _at(block, "PmtTpInf")
    _put(_at(sort, "SvcLvl"), "Cd", "SEPA")
    _put(_at(sort, "LclInstrm"), "Cd", scheme)
    _put(sort, "SeqTp", sequence)
    _put(block, "ReqdColltnDt", on.isoformat())
    _put(_at(block, "Cdtr"), "Nm", plain(creditor.name))
    _put(_at(_at(block, "CdtrAcct"), "Id"), "IBAN", creditor.iban)
    _bank(_at(block, "CdtrAgt"), creditor.bic)
    _put(block, "ChrgBr", "SLEV")
    other = _at(block, "CdtrSchmeId", "Id", "PrvtId", "Othr")
    _put(other, "Id", creditor.ics)
    _put(_at(other, "SchmeNm"), "Prtry", "SEPA")
    for one in debits:
        _debit(block, one)


def _debit(block: Element, one: Debited) -> None:
    debit = _at(block, "DrctDbtTxInf")
    _put(_at(debit, "PmtId"), "EndToEndId", plain(one.id, 35))
    _put(debit, "InstdAmt", _euros(one.amount)).set("Ccy", "EUR")
    mandate = _at(debit, "DrctDbtTx", "MndtRltdInf")
    _put(mandate, "MndtId", one.rum)
    _put(mandate, "DtOfSgntr", one.signed_on.isoformat())
    _bank(_at(debit, "DbtrAgt"), one.bic)
    _put(_at(debit, "Dbtr"), "Nm", plain(one.name))
    _put(_at(_at(debit, "DbtrAcct"), "Id"), "IBAN", one.iban)
    _put(_at(debit, "RmtInf"), "Ustrd", plain(one.label, 140))


def _bank(agent: Element, bic: str) -> None:
    place = _at(agent, "FinInstnId")
    if bic:
        _put(place, "BIC", bic)
    else:
        _put(_at(place, "Othr"), "Id", UNKNOWN)


def _sums(parent: Element, debits: Iterable[Debited]) -> None:
    amounts = [one.amount for one in debits]
    _put(parent, "NbOfTxs", str(len(amounts)))
    _put(parent, "CtrlSum", _euros(sum(amounts)))


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def plain(text: str, most: int = 70) -> str:
    """With the characters that SEPA allows: no accent, nothing but letters, digits and a few signs."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'"))
    kept = re.sub(r"[^A-Za-z0-9/?:().,'+ -]", " ", "".join(one for one in folded if not unicodedata.combining(one)))
    return re.sub(r" +", " ", kept).strip(" /")[:most].strip() or "-"


def _at(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, name)
    return parent


def _put(parent: Element, name: str, text: str) -> Element:
    made = _at(parent, name)
    made.text = text
    return made
