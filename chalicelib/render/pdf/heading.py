"""The top of a page: stripe, logo or name, document name and number, addresses, references.

The one trick: every block returns the y under it, so a 3-line address or a long name moves what is below
instead of running into it, and the addresses still stand in the envelope's window when there is room above.
"""

from dataclasses import dataclass

from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.parties import address_lines, identifiers, seller_lines
from chalicelib.render.pdf.pen import Pen, Style, legible
from chalicelib.render.pdf.picture import picture
from chalicelib.render.sheet import Party

STRIPE = 5.0
_TOP = 30.0
_ADDRESSES = 138.0
_CELL_GAP = 12.0
_MOST_COLUMNS = 5
OTHER_TOP = 62.0
_DUE = frozenset({"invoice", "deposit_invoice", "corrective_invoice", "proforma"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A label over its value, in the reference strip."""

    label: str
    value: str


def paint_first(pen: Pen, paper: Paper) -> float:
    """Draw the heading of the first page; returns the y where the table may start."""
    _stripe(pen, paper)
    left = _company(pen, paper)
    right = _document(pen, paper)
    y = max(_ADDRESSES, left + 14, right + 14)
    y = _addresses(pen, paper, y) + 14
    y = _strip(pen, paper, y)
    if paper.sheet.subject:
        y = pen.lines(paper.left, y + 4, look.STRONG.wrap(paper.sheet.subject, paper.inner), look.STRONG) + 2
    return y + 8


def paint_other(pen: Pen, paper: Paper) -> float:
    """Draw the heading of a following page; returns the y where the table goes on (always OTHER_TOP)."""
    _stripe(pen, paper)
    name = paper.sheet.seller.trade_name or paper.sheet.seller.name
    title = f"{paper.title} {paper.sheet.number} ({paper.word('continued')})"
    room = paper.inner - look.STRONG.width(title) - _CELL_GAP
    pen.text(paper.left, 30, look.STRONG.clip(name, room), look.STRONG)
    pen.text(paper.right, 30, title, look.STRONG, "right")
    return OTHER_TOP


def _stripe(pen: Pen, paper: Paper) -> None:
    pen.box(0, 0, paper.size[0], STRIPE, paper.accent)


def _company(pen: Pen, paper: Paper) -> float:
    """Logo or name, address and ways to reach the seller; returns the y under it."""
    seller = paper.sheet.seller
    width = paper.inner / 2
    y = _TOP
    if paper.sheet.look.logo:
        logo = picture(paper.sheet.look.logo)
        pen.picture(paper.left, y, logo.width, logo.height, logo.jpeg)
        y += logo.height + 6
        y = pen.lines(paper.left, y, look.STRONG.wrap(seller.name, width), look.STRONG)
    else:
        name = seller.trade_name or seller.name
        y = pen.lines(paper.left, y, look.COMPANY.wrap(name, width), look.COMPANY) + 2
        if seller.trade_name and seller.trade_name != seller.name:
            y = pen.lines(paper.left, y, look.SMALL.wrap(seller.name, width), look.SMALL)
    for line in seller_lines(paper):
        y = pen.lines(paper.left, y, look.SMALL.wrap(line, width), look.SMALL)
    return y


def _document(pen: Pen, paper: Paper) -> float:
    """Document name, number and dates, on the right; returns the y under them."""
    width = paper.inner / 2 - _CELL_GAP
    title = Style(look.TITLE.size, "bold", legible(paper.accent))
    y = pen.lines(paper.right, _TOP - 4, title.wrap(paper.title, width), title, "right")
    if paper.sheet.number:
        number = f"{paper.word('number')} {paper.sheet.number}"
        y = pen.lines(paper.right, y, look.NUMBER.wrap(number, width), look.NUMBER, "right")
    y += 4
    for pair in _dates(paper):
        value = look.STRONG.width(pair.value)
        pen.text(paper.right - value - 6, y, pair.label, look.BODY, "right")
        pen.text(paper.right, y, pair.value, look.STRONG, "right")
        y += look.BODY.line
    return y


def _dates(paper: Paper) -> list[Pair]:
    sheet = paper.sheet
    pairs = [Pair(paper.word("date"), words.day(sheet.issued_on, paper.lang))]
    due = sheet.due_date()
    if due and len(sheet.instalments) == 1 and sheet.kind in _DUE:
        pairs.append(Pair(paper.word("due"), words.day(due, paper.lang)))
    if sheet.valid_until:
        pairs.append(Pair(paper.word("valid_until"), words.day(sheet.valid_until, paper.lang)))
    return pairs


def _addresses(pen: Pen, paper: Paper, y: float) -> float:
    """The delivery address on the left, the customer on the right, in the window; returns the y under
    both."""
    sheet = paper.sheet
    window = paper.left + paper.inner * 0.525
    billed = sheet.kind in _DUE or sheet.kind == "credit_note"
    label = paper.word("billed_to" if billed else "addressed_to")
    low = _party(pen, paper, sheet.buyer, label, window, y, numbers=True)
    if sheet.delivery:
        other = _party(pen, paper, sheet.delivery, paper.word("delivered_to"), paper.left, y, numbers=False)
        low = max(low, other)
    return low


def _party(pen: Pen, paper: Paper, party: Party, label: str, x: float, y: float, *, numbers: bool) -> float:
    width = paper.inner * 0.475
    pen.text(x, y, label, look.LABEL)
    y = pen.lines(x, y + look.LABEL.line + 1, look.NAME.wrap(party.name, width), look.NAME)
    home = paper.sheet.seller.address.country
    second = [part for part in (party.trade_name, party.contact) if part and part != party.name]
    for line in second + address_lines(party.address, paper.lang, home):
        y = pen.lines(x, y, look.ADDRESS.wrap(line, width), look.ADDRESS)
    told = identifiers(party if numbers else Party("", party.address, excise_number=party.excise_number), paper)
    if told:
        y = pen.lines(x, y + 3, look.SMALL.wrap(" · ".join(told), width), look.SMALL)
    return y


def _strip(pen: Pen, paper: Paper, y: float) -> float:
    """References as labels over values between two rules, five to a row at most; returns the y under them."""
    pairs = _references(paper)
    if not pairs:
        return y
    pen.rule(paper.left, y, paper.right)
    y += 6
    columns = _columns(pairs, paper.inner + _CELL_GAP)
    width = (paper.inner + _CELL_GAP) / columns
    for start in range(0, len(pairs), columns):
        row = pairs[start : start + columns]
        wrapped = [look.BODY.wrap(pair.value, width - _CELL_GAP) for pair in row]
        for at, pair in enumerate(row):
            x = paper.left + at * width
            pen.text(x, y, look.LABEL.clip(pair.label, width - _CELL_GAP), look.LABEL)
            pen.lines(x, y + look.LABEL.line + 1, wrapped[at], look.BODY)
        y += look.LABEL.line + 1 + max(map(len, wrapped)) * look.BODY.line + 5
    pen.rule(paper.left, y, paper.right)
    return y + 4


def _columns(pairs: list[Pair], room: float) -> int:
    """Five to a row, four when something is too long for five."""
    widest = max(look.BODY.width(pair.value) for pair in pairs) + _CELL_GAP
    return min(_MOST_COLUMNS if widest * _MOST_COLUMNS <= room else _MOST_COLUMNS - 1, len(pairs))


def _references(paper: Paper) -> list[Pair]:
    sheet, refs = paper.sheet, paper.sheet.references
    told = [
        ("customer_number", sheet.customer_number),
        ("buyer_order", refs.buyer_order),
        ("buyer_reference", refs.buyer_reference),
        ("order", refs.order),
        ("quote", refs.quote),
        ("contract", refs.contract),
        ("delivery_note", refs.delivery_note),
        ("shipment", refs.shipment),
        ("delivered_on", words.day(sheet.delivered_on, paper.lang) if sheet.delivered_on else ""),
        ("sales_contact", sheet.sales_contact),
    ]
    pairs = [Pair(paper.word(key), value) for key, value in told if value]
    kind = sheet.kind if sheet.kind in {"credit_note", "corrective_invoice"} else "default"
    for earlier in refs.preceding:
        of = f"{earlier.number} {paper.word('dated')} {words.day(earlier.issued_on, paper.lang)}"
        pairs.append(Pair(paper.word(f"preceding.{kind}"), of))
    return pairs
