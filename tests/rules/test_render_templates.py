"""What a template does to the paper: page, columns, prices, legal block, appended pages; and that nothing typed in one
can hang or blow up the rendering."""

from __future__ import annotations

import contextlib
import random
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.render.facturx import facturx_pdf
from chalicelib.render.invoice_pdf import invoice_pdf, invoice_sketch
from chalicelib.render.pdf.appendix import MOST_PAGES, appendix
from chalicelib.render.pdf.pen import A4, Pen, Style
from chalicelib.render.pdf.together import together
from chalicelib.render.sheet import LegalNote, Look
from tests.support.papers import text_of
from tests.support.sheets import DAY, invoice, sale, sale_ttc, wines

EVERY = (
    "ttb_id", "customs_code", "capsule", "lot", "gtin", "abv", "sku", "label", "unit", "quantity", "unit_price",
    "discount", "vat_rate", "amount",
)  # fmt: skip
WORDS = "Nos conditions générales de vente s'appliquent."


def ours(pages: int = 1, words: str = "Conditions générales", size: tuple[float, float] = A4) -> bytes:
    """A PDF with embedded fonts."""
    pen = Pen(size, title="CGV", author="", subject="", lang="fr-FR", on=DAY)
    for page in range(pages):
        pen.text(60, 60, f"{words} {page + 1}", Style(11))
        pen.end_page()
    return pen.finish()


def made_by(draw: Callable[[Any], None]) -> bytes:
    """A PDF as any program would write it."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(change: Callable[[Any], None], content: bytes | None = None, **saved: Any) -> bytes:
    with pikepdf.open(BytesIO(content or ours())) as document:
        change(document)
        out = BytesIO()
        document.save(out, **saved)
        return out.getvalue()


def test_landscape_turns_every_page() -> None:
    for pages in (2, 60):
        pdf = facturx_pdf(invoice(wines(pages), look=Look(landscape=True)))
        with pikepdf.open(BytesIO(pdf)) as document:
            sizes = {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in document.pages}
            assert sizes == {(842, 595)}
            assert "/EmbeddedFiles" in document.Root.Names


def test_prices_are_shown_without_or_with_vat_whatever_was_agreed() -> None:
    net = invoice([sale("Clos", 6, "10.00")])
    shown = text_of(invoice_pdf(replace(net, look=Look(basis="TTC"))))
    assert "PU TTC" in shown
    assert "Montant TTC" in shown
    assert "12,00" in shown
    assert "72,00" in shown
    gross = replace(net, prices_include_vat=True, lines=(sale_ttc("Clos", 6, "12.00"),))
    back = text_of(invoice_pdf(replace(gross, look=Look(basis="HT"))))
    assert "PU HT" in back
    assert "10,00" in back
    assert "60,00" in back


def test_the_machine_reads_the_same_figures_whatever_is_shown() -> None:
    sheet = invoice(wines(3))
    seen = set()
    for basis in ("", "HT", "TTC"):
        with pikepdf.open(BytesIO(facturx_pdf(replace(sheet, look=Look(basis=basis))))) as document:
            seen.add(bytes(document.attachments["factur-x.xml"].get_file().read_bytes()))
    assert len(seen) == 1


def test_columns_stand_in_the_order_chosen() -> None:
    pages = invoice_sketch(
        invoice([sale("Clos", 6, "10.00", sku="CL22")], look=Look(columns=("amount", "sku", "label")))
    )
    at = {mark.text: mark.x for mark in pages[0].marks if mark.text in ("Montant HT", "Réf.", "Désignation")}
    assert sorted(at, key=lambda title: at[title]) == ["Montant HT", "Réf.", "Désignation"]


@pytest.mark.feature("2.3-X02")
def test_every_optional_column_is_shown_and_an_unknown_value_is_an_empty_cell() -> None:
    known = {"abv": "13,5", "lot": "L22-014", "capsule": "CRD", "customs_code": "22042142", "ttb_id": "12345678901234"}
    lines = [
        sale("Avec", 6, "10.00", sku="A1", gtin="3760000000017", extra=tuple(known.items())),
        sale("Sans", 1, "5.00", sku="B1"),
    ]
    look = Look(columns=EVERY, landscape=True)
    text = text_of(invoice_pdf(invoice(lines, look=look)))
    for said in (*known.values(), "3760000000017", "% vol.", "GTIN", "Lot", "Capsule", "Code douanier", "TTB ID"):
        assert said in text
    bare = text_of(invoice_pdf(invoice(lines[1:], look=look)))
    assert "Sans" in bare
    for wrong in ("null", "None", "undefined"):
        assert wrong not in bare


@pytest.mark.parametrize("landscape", [False, True])
def test_no_column_leaves_the_page_nor_stands_on_another_and_no_figure_is_cut(landscape: bool) -> None:
    extra = (("lot", "L" * 40), ("ttb_id", "1" * 40), ("capsule", "Capsule à vis grenat mat"))
    lines = [sale("Très long nom de vin " * 6, 36, "14.50", sku="S" * 30, gtin="3760000000017", extra=extra)]
    columns = EVERY if landscape else EVERY[-10:]
    (page, *_) = invoice_sketch(invoice(lines, look=Look(columns=columns, landscape=landscape)))
    assert {"522,00", "14,50", "36"} - {mark.text for mark in page.marks} == set()
    for mark in page.marks:
        assert mark.x >= 0
        assert mark.x + mark.width <= page.width + 0.01
    titles = [mark for mark in page.marks if mark.bold and mark.size == 7.2]
    ends = sorted((mark.x, mark.x + mark.width) for mark in titles)
    assert len(ends) >= 8
    assert all(left[1] <= right[0] + 0.1 for left, right in pairwise(ends))


def test_the_legal_block_stands_above_the_lines_or_at_the_foot() -> None:
    notes = (LegalNote("", WORDS),)
    for look, above in ((Look(legal="header"), True), (Look(legal="footer"), False)):
        (page,) = invoice_sketch(invoice(wines(2), notes=notes, look=look))
        told = next(mark.y for mark in page.marks if mark.text == WORDS)
        table = next(mark.y for mark in page.marks if mark.text == "Désignation")
        assert (told < table) is above


@pytest.mark.parametrize("legal", ["header", "footer"])
@pytest.mark.parametrize(
    "text",
    [
        "{% for a in b %}{{ a }}{% endfor %} ${x} %s {0} <script>while(1){}</script> " * 20,
        "W" * 2000,
        "a\n" * 29,
        "é\u0301\u0302\u0303" * 400,
        "\u202e\u0000\u200b\ufeff" * 400,
        "𝕎" * 1000,
        " " * 2000,
    ],
)
def test_no_text_of_a_template_can_hang_or_blow_up_the_paper(text: str, legal: Any) -> None:
    began = time.process_time()
    look = Look(legal=legal, columns=EVERY, landscape=True)
    with pikepdf.open(BytesIO(facturx_pdf(invoice(wines(3), notes=(LegalNote("", text),), look=look)))) as document:
        assert len(document.pages) <= 3
    assert time.process_time() - began < 20


def test_what_is_sketched_is_what_is_printed() -> None:
    sheet = invoice(wines(30), look=Look(landscape=True, columns=EVERY))
    pages = invoice_sketch(sheet)
    with pikepdf.open(BytesIO(invoice_pdf(sheet))) as document:
        assert len(document.pages) == len(pages)
    printed = "".join(text_of(invoice_pdf(sheet)).split())
    assert [mark.text for page in pages for mark in page.marks if "".join(mark.text.split()) not in printed] == []


def test_appended_pages_follow_and_the_file_stays_a_factur_x() -> None:
    more = appendix(ours(2))
    assert more.pages == 2
    sheet = invoice(wines(3), look=Look(appended=more.content))
    pdf = facturx_pdf(sheet)
    assert pdf == facturx_pdf(sheet)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 3
        assert "factur-x.xml" in document.attachments
        assert "/OutputIntents" in document.Root
    assert "Conditions générales 2" in text_of(pdf)


def test_an_appendix_keeps_its_pages_alone() -> None:
    def armed(document: Any) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = action
        document.pages[0].obj.AA = pikepdf.Dictionary(O=action)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(link)])

    kept = appendix(changed(armed)).content
    with pikepdf.open(BytesIO(kept)) as document:
        assert "/OpenAction" not in document.Root
        assert "/Annots" not in document.pages[0].obj
        assert "/AA" not in document.pages[0].obj
    assert b"JavaScript" not in kept
    assert appendix(kept).content == kept


def press() -> bytes:
    return changed(lambda document: document.pages[0].contents_add(b"0 1 1 0 k 10 10 50 50 re f"))


def locked() -> bytes:
    return changed(lambda document: None, encryption=pikepdf.Encryption(owner="o", user="u"))


def bomb() -> bytes:
    """200 KB that unpack to 200 MB."""
    return changed(lambda document: document.pages[0].obj.__setitem__("/Contents", _packed(document, 200)))


def _packed(document: Any, megabytes: int) -> Any:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    stream = pikepdf.Stream(document, data)
    stream.Filter = pikepdf.Name.FlateDecode
    return document.make_indirect(stream)


def chained() -> bytes:
    return ours().replace(b"[ /FlateDecode ]", b"[/FlateDecode/FlateDecode]", 1)


REFUSED = {
    "unreadable": lambda: b"not a pdf",
    "size": lambda: b"%PDF-1.7" + b"0" * (2 << 20),
    "font": lambda: made_by(lambda canvas: canvas.drawString(50, 50, "Helvetica")),
    "colours": press,
    "password": locked,
    "pages": lambda: ours(MOST_PAGES + 1),
    "paper": lambda: ours(size=(9000, 9000)),
    "unpacked": bomb,
    "packing": chained,
}


@pytest.mark.parametrize("reason", sorted(REFUSED))
def test_a_pdf_that_may_not_stand_in_an_archived_invoice_is_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        appendix(REFUSED[reason]())
    assert refusal.value.code == f"render.appendix.{reason}"
    assert len(refusal.value.detail) > 30


def test_a_damaged_pdf_is_read_or_refused_and_nothing_else() -> None:
    dice = random.Random(7)
    whole = [ours(2), changed(lambda document: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)]
    odd = (b"/Kids ", b"/Font ", b"999999", b"null  ", b"[ [ [ ", b"<< << ", b"7     ", b"/Type ")
    for _ in range(300):
        content = bytearray(dice.choice(whole))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(content))
            content[at : at + dice.choice((1, 6, 6, 90))] = dice.choice(odd)
        with contextlib.suppress(Refused):
            appendix(bytes(content))


def test_many_papers_make_one_with_all_pages_in_order() -> None:
    sheets = [invoice(wines(n), number=f"FA-{n}", look=Look(landscape=n % 2 == 0)) for n in (1, 40, 3)]
    alone = [facturx_pdf(sheet) for sheet in sheets]
    whole = together(alone, "Factures")
    assert whole == together(alone, "Factures")
    with pikepdf.open(BytesIO(whole)) as document:
        counts = [len(pikepdf.open(BytesIO(one)).pages) for one in alone]
        assert len(document.pages) == sum(counts)
        assert not document.attachments
    texts = text_of(whole)
    assert texts.index("FA-1") < texts.index("FA-40") < texts.rindex("FA-3")
