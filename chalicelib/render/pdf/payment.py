"""The payment box: how, when, to which account, and the QR code that fills the transfer in.

Nouns: *fact* (a label and its value). The one trick: the code is drawn only where scanning it pays the
right amount: a transfer in euros to a known IBAN, with something due.
"""

from dataclasses import dataclass

from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.pen import HAIR, Pen, Style
from chalicelib.render.pdf.qr import epc_payload, matrix

_TRANSFERS = frozenset({"30", "58"})
_ASKING = frozenset({"invoice", "deposit_invoice", "corrective_invoice", "proforma"})
_PAD = 8.0
_CODE = 66.0
_LABEL = 47.0
_VALUE = Style(8.2)


@dataclass(frozen=True, slots=True)
class PaymentBox:
    """The box, measured."""

    width: float
    facts: tuple[tuple[str, list[str]], ...]
    code: list[list[bool]] | None
    hint: list[str]

    @property
    def height(self) -> float:
        if not self.facts:
            return 0.0
        text = sum(len(lines) for _, lines in self.facts) * _VALUE.line + len(self.facts) * 1.5
        code = _CODE + len(self.hint) * look.LABEL.line if self.code else 0.0
        return look.STRONG.line + 4 + max(text, code) + 2 * _PAD


def payment_box(paper: Paper, width: float) -> PaymentBox:
    """What the box says in a given width; no facts and no height when nothing is asked."""
    if paper.sheet.kind in {"credit_note", "delivery_note"}:
        return PaymentBox(width, (), None, [])
    code = _code(paper)
    room = width - 2 * _PAD - _LABEL - (_CODE + 6 if code else 0)
    facts = tuple((label, _VALUE.wrap(value, room)) for label, value in _facts(paper) if value)
    hint = look.LABEL.wrap(paper.word("scan_to_pay"), _CODE) if code else []
    return PaymentBox(width, facts, code, hint)


def _facts(paper: Paper) -> list[tuple[str, str]]:
    sheet, word = paper.sheet, paper.word
    facts = []
    if sheet.payment:
        facts.append((word("means"), sheet.payment.label))
    if sheet.payment_terms:
        facts.append((word("terms"), sheet.payment_terms))
    if sheet.totals.due and sheet.instalments:
        facts.append((word("due_dates"), "\n".join(_instalments(paper))))
    return facts + (_account(paper) if sheet.totals.due else [])


def _instalments(paper: Paper) -> list[str]:
    lines = []
    for one in paper.sheet.instalments:
        amount = words.amount(one.amount, paper.lang, paper.sheet.currency)
        label = f" · {one.label}" if one.label else ""
        lines.append(f"{words.day(one.due, paper.lang)} · {amount}{label}")
    return lines


def _account(paper: Paper) -> list[tuple[str, str]]:
    means, word = paper.sheet.payment, paper.word
    if means is None:
        return []
    facts = []
    if means.mandate:
        facts = [(word("mandate"), means.mandate), (word("creditor_id"), means.creditor_id)]
        facts.append((word("payer_iban"), _iban(means.payer_iban)))
    elif means.iban:
        facts = [(word("iban"), _iban(means.iban)), (word("bic"), means.bic)]
        facts.append((word("account_name"), means.account_name))
        facts.append((word("transfer_reference"), paper.sheet.number))
    return [*facts, (word("pay_online"), means.link)]


def _iban(iban: str) -> str:
    """Four by four, cut between groups when it must be."""
    return words.grouped(iban).replace(words.NO_BREAK, " ")


def _code(paper: Paper) -> list[list[bool]] | None:
    sheet, means = paper.sheet, paper.sheet.payment
    if means is None or means.code not in _TRANSFERS or not means.iban or sheet.currency != "EUR":
        return None
    if sheet.kind not in _ASKING or sheet.totals.due <= 0:
        return None
    name = means.account_name or sheet.seller.name
    return matrix(epc_payload(name, means.iban, means.bic, sheet.totals.due, sheet.number))


def paint_payment(pen: Pen, paper: Paper, box: PaymentBox, y: float) -> float:
    """Draw the box at the left edge; returns the y under it."""
    if not box.facts:
        return y
    pen.box(paper.left, y, box.width, box.height, None, HAIR)
    x, bottom = paper.left + _PAD, y + box.height
    y += _PAD
    pen.text(x, y, paper.word("payment"), look.STRONG)
    y += look.STRONG.line + 4
    top = y
    for label, lines in box.facts:
        pen.text(x, y + 1.0, label, look.LABEL)
        y = pen.lines(x + _LABEL, y, lines, _VALUE) + 1.5
    if box.code:
        _paint_code(pen, box, paper.left + box.width - _PAD - _CODE, top)
    return bottom


def _paint_code(pen: Pen, box: PaymentBox, x: float, y: float) -> None:
    code = box.code or []
    side = _CODE / len(code)
    pen.squares(x, y, side, code)
    pen.lines(x, y + _CODE + 3, box.hint, look.LABEL)
