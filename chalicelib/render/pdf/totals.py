"""The totals box: from the lines to what is to be paid.

The one trick: the box prints what the sheet holds and adds nothing up, so it cannot disagree with the
Factur-X file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.pen import Pen, Style, readable_on
from chalicelib.render.sheet import VatShare

WIDTH = 200.0
_LINE = 15.0
_FINAL = 26.0
_PAD = 8.0
_QUOTED = frozenset({"quote", "order", "proforma", "delivery_note"})


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the box: words on the left, an amount on the right."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TotalsBox:
    """The box, measured: lines already wrapped to its width."""

    sums: tuple[tuple[list[str], Sum], ...]
    final: Sum | None

    @property
    def height(self) -> float:
        lines = sum(len(labels) - 1 for labels, _ in self.sums) * look.BODY.line
        return len(self.sums) * _LINE + lines + (_FINAL + 4 if self.final else 0)


def totals_box(paper: Paper) -> TotalsBox:
    """What the box says."""
    sums = tuple((_wrapped(one), one) for one in _sums(paper))
    return TotalsBox(sums, _final(paper))


def _wrapped(one: Sum) -> list[str]:
    style = look.STRONG if one.strong else look.BODY
    return style.wrap(one.label, WIDTH - style.width(one.amount) - 2 * _PAD - 10)


def _sums(paper: Paper) -> Iterator[Sum]:
    sheet, totals = paper.sheet, paper.sheet.totals
    if sheet.adjustments:
        yield Sum(paper.word("lines_total"), paper.money(totals.lines))
        for one in sheet.adjustments:
            rate = f" ({words.percent(one.percent, paper.lang)})" if one.percent is not None else ""
            yield Sum(one.label + rate, paper.money(one.amount if one.charge else -one.amount))
    yield Sum(paper.word("net"), paper.money(totals.net), strong=True)
    for share in sheet.vat:
        yield Sum(_vat_label(paper, share), paper.money(share.vat))
    if totals.vat_euros and sheet.currency != "EUR":
        yield Sum(paper.word("vat_euros"), words.amount(totals.vat_euros, paper.lang))
    if sheet.kind not in _QUOTED:  # there, the last line says it
        yield Sum(paper.word("gross"), paper.money(totals.gross), strong=True)
    if totals.paid:
        yield Sum(paper.word("paid"), paper.money(-totals.paid))
    if totals.rounding:
        yield Sum(paper.word("rounding"), paper.money(totals.rounding))


def _vat_label(paper: Paper, share: VatShare) -> str:
    rate = words.percent(share.rate, paper.lang)
    return paper.word("vat_row", rate=rate, base=paper.money(share.base))


def _final(paper: Paper) -> Sum | None:
    """The last line, on the accent colour: what is to be paid, or the total of an offer."""
    sheet, totals = paper.sheet, paper.sheet.totals
    if sheet.kind in _QUOTED:
        return Sum(paper.word("total_quote"), paper.money(totals.gross))
    if totals.due == 0 and totals.paid:
        return Sum(paper.word("settled"), paper.money(0))
    key = "to_credit" if sheet.kind == "credit_note" else "to_pay"
    return Sum(paper.word(key), words.amount(totals.due, paper.lang, sheet.currency))


def paint_totals(pen: Pen, paper: Paper, box: TotalsBox, y: float) -> float:
    """Draw the box at the right edge; returns the y under it."""
    left = paper.right - WIDTH
    for labels, one in box.sums:
        style = look.STRONG if one.strong else look.BODY
        top = y + (_LINE - style.line) / 2
        pen.lines(left + _PAD, top, labels, style)
        pen.text(paper.right - _PAD, top, one.amount, style, "right")
        y += _LINE + (len(labels) - 1) * look.BODY.line
    if box.final:
        y += 4
        ink = readable_on(paper.accent)
        words_style, amount_style = Style(9.5, "bold", ink), Style(12, "bold", ink)
        pen.box(left, y, WIDTH, _FINAL, paper.accent)
        pen.text(left + _PAD, y + (_FINAL - words_style.line) / 2, box.final.label, words_style)
        pen.text(paper.right - _PAD, y + (_FINAL - amount_style.line) / 2, box.final.amount, amount_style, "right")
        y += _FINAL
    return y
