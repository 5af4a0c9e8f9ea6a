"""Printed documents: what they say, that nothing overlaps or leaves the page, in every case and both languages."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image

from chalicelib.kernel.errors import Refused
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.pdf.pen import WHITE, Ink, ink_of, legible, readable_on
from chalicelib.render.pdf.picture import picture
from chalicelib.render.sheet import InvoiceSheet, Lang, Look, SheetKind, SheetLine, SheetText
from tests.support.papers import boxes_of, pages_of, text_of
from tests.support.sheets import APPELLATION, LONG, cases, invoice, long_names, sale, wines

CASES = cases() | {"long": long_names()}
LANGS: tuple[Lang, ...] = ("fr", "en")
MARGIN = 41.9


def _png(width: int, height: int, mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), (20, 90, 60, 128)[: len(mode)]).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CASES)
def test_nothing_overlaps_and_nothing_leaves_the_page(name: str, lang: Lang) -> None:
    for page in boxes_of(invoice_pdf(CASES[name], lang)):
        assert page
        for box in page:
            assert box.x >= MARGIN
            assert box.x + box.width <= 595.28 - MARGIN
            assert 15 < box.y < 830
        ordered = sorted(page, key=lambda box: -box.y)
        for at, box in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if box.y - other.y > 20:
                    break
                assert not box.meets(other), (box, other)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["domestic", "ttc", "part_paid", "adjusted"])
def test_every_figure_of_the_sheet_is_printed(name: str, lang: Lang) -> None:
    sheet = CASES[name]
    text = text_of(invoice_pdf(sheet, lang))
    amounts = [sheet.totals.net, sheet.totals.gross, sheet.totals.due, *(share.vat for share in sheet.vat)]
    amounts += [line.gross or line.net for line in sheet.sold()]
    for cents in amounts:
        printed = f"{Decimal(cents).scaleb(-2):,.2f}"
        if lang == "fr":
            printed = printed.replace(",", " ").replace(".", ",")
        assert printed in text, printed


@pytest.mark.feature("2.3-02")
def test_english_labels_same_figures_french_law() -> None:
    sheet = CASES["intra_eu"]
    french, english = (text_of(invoice_pdf(sheet, lang)) for lang in LANGS)
    assert "Facture" in french
    assert "Invoice" in english
    for label in ("Facture", "Échéance", "Désignation", "Montant", "Net à payer", "Règlement", "Livré"):
        assert label not in english
    assert _digits(french) == _digits(english)
    for text in (french, english):
        assert "article 262 ter, I du CGI" in text
        assert "40 €" in text


def _digits(text: str) -> list[str]:
    """Every number printed, whatever its separators and whatever the order of the words around it."""
    return sorted(re.sub(r"\D", "", found) for found in re.findall(r"\d[\d .,]*", text))


def test_pages_are_numbered_and_the_table_head_is_repeated() -> None:
    pages = pages_of(invoice_pdf(CASES["many"]))
    assert len(pages) > 3
    for at, page in enumerate(pages, start=1):
        assert f"Page {at}/{len(pages)}" in page
        assert "Désignation" in page
    assert all("FA-2026-0042 (suite)" in page for page in pages[1:])
    assert "Net à payer" in pages[-1]
    assert not any("Net à payer" in page for page in pages[:-1])


@pytest.mark.parametrize("count", range(1, 40))
def test_the_totals_never_stand_alone_whatever_the_number_of_lines(count: int) -> None:
    last = pages_of(invoice_pdf(invoice(wines(count))))[-1]
    assert re.search(r"\d (cols|col) ", last)
    assert "Net à payer" in last
    assert "Pas d’escompte" in last


def test_a_long_appellation_wraps_and_is_whole() -> None:
    text = text_of(invoice_pdf(CASES["long"]))
    assert APPELLATION in text
    assert LONG.name in text
    assert "troisième étage gauche" in text


def test_a_comment_of_pages_flows() -> None:
    words = SheetText("Conditions particulières de la réservation, article par article. " * 300)
    pages = pages_of(invoice_pdf(invoice(wines(2), comment="Merci. " * 2000, regime="B2B")))
    assert len(pages) >= 3
    assert sum(page.count("Merci.") for page in pages) == 2000
    sheet = replace(CASES["domestic"], lines=(words, *CASES["domestic"].lines))
    pages = pages_of(invoice_pdf(sheet))
    assert sum(page.count("Conditions particulières") for page in pages) == 300


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("quote", "Devis"),
        ("proforma", "Facture pro forma"),
        ("order", "Bon de commande"),
        ("credit_note", "Avoir"),
        ("deposit_invoice", "Facture d’acompte"),
        ("delivery_note", "Bon de livraison"),
    ],
)
def test_each_kind_has_its_title(kind: SheetKind, title: str) -> None:
    assert title in text_of(invoice_pdf(replace(CASES["domestic"], kind=kind)))


def test_a_delivery_note_shows_no_price() -> None:
    text = text_of(invoice_pdf(replace(CASES["domestic"], kind="delivery_note", payment=None)))
    assert "€" not in text.replace("40 €", "").replace("50 000 €", "")
    assert "14,50" not in text


def test_an_optional_column_prints_an_empty_cell_without_a_value() -> None:
    lines = [sale("Avec", 1, "5.00", extra=(("abv", "13,5"),)), sale("Sans", 2, "6.00")]
    look = Look(columns=("label", "abv", "ttb_id", "maison", "quantity", "amount"))
    text = text_of(invoice_pdf(invoice(lines, look=look)))
    assert "% vol." in text
    assert "TTB ID" in text
    assert "maison" in text
    assert "None" not in text
    assert "null" not in text


def test_the_discount_column_appears_only_with_a_discount() -> None:
    assert "Remise" not in text_of(invoice_pdf(CASES["domestic"]))
    assert "12,5 %" in text_of(invoice_pdf(CASES["discounted"]))


def test_a_paid_invoice_says_so_and_asks_nothing() -> None:
    text = text_of(invoice_pdf(CASES["paid"]))
    assert "Facture acquittée" in text
    assert "IBAN" not in text
    assert "Scannez" not in text


def test_instalments_are_listed_and_the_code_is_only_for_transfers_in_euros() -> None:
    text = text_of(invoice_pdf(CASES["instalments"]))
    for day in ("22 déc. 2026", "22 janv. 2027", "22 févr. 2027"):
        assert day in text
    assert "Scannez" in text
    assert "Scannez" not in text_of(invoice_pdf(replace(CASES["domestic"], currency="CHF")))
    assert "Scannez" not in text_of(invoice_pdf(CASES["credit_note"]))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Cafe\u0301 des Arts", "Café des Arts"),
        ("Nom\tavec\u2028sauts", "Nom avec sauts"),
        ("Cave 🍷 du Port", "Cave ? du Port"),
        ("ｆｕｌｌ", "full"),
        ("Łódź Ćwirko Ğüş Æsir Œuvre ŷ", "Łódź Ćwirko Ğüş Æsir Œuvre ŷ"),
        ("Οίνος Вино", "Οίνος Вино"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_every_accent_is_drawn_and_the_undrawable_is_replaced(written: str, printed: str) -> None:
    sheet = replace(CASES["one_line"], buyer=replace(CASES["one_line"].buyer, name=written))
    assert printed in text_of(invoice_pdf(sheet))


def test_only_inter_is_used_and_it_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(invoice_pdf(replace(CASES["many"], look=Look(stamp="BROUILLON"))))) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert re.fullmatch(r"/[A-Z]{6}\+Inter-(Regular|SemiBold)", str(font.BaseFont))
                assert "/FontFile2" in font.FontDescriptor


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = replace(CASES["domestic"], look=Look(logo=_png(600, 200)))
    assert invoice_pdf(sheet) == invoice_pdf(sheet)
    assert invoice_pdf(sheet) != invoice_pdf(replace(sheet, number="FA-2026-0043"))


def test_the_document_carries_its_title_language_and_day() -> None:
    with pikepdf.open(io.BytesIO(invoice_pdf(CASES["domestic"], "en"))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Invoice FA-2026-0042"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122000000")
        assert str(pdf.Root.Lang) == "en-GB"


def test_a_logo_keeps_its_shape_and_loses_its_transparency() -> None:
    with pikepdf.open(io.BytesIO(invoice_pdf(replace(CASES["domestic"], look=Look(logo=_png(3000, 1000)))))) as pdf:
        images = list(pdf.pages[0].get_images().values())
        assert len(images) == 1
        assert "/SMask" not in images[0]
        assert int(images[0].Width) <= 800
        assert int(images[0].Width) / int(images[0].Height) == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize("data", [b"", b"not a picture", _png(10, 10)[:40], b"GIF89a" + b"\0" * 40])
def test_an_unreadable_logo_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        picture(data)
    assert refusal.value.code == "render.logo.unreadable"


def test_a_giant_logo_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        picture(_png(6000, 5000, "L"))
    assert refusal.value.code == "render.logo.too_large"


@pytest.mark.parametrize("accent", ["#FFFFFF", "#000000", "#FFD400", "#7A1E3A", "#8A8A8A", "#00FF00", "#4455FF"])
def test_words_stay_readable_on_any_accent(accent: str) -> None:
    """The amount due on the accent, and the title in the accent on white paper: contrast 4.5 (WCAG AA)."""
    ground = ink_of(accent)
    assert _contrast(ground, readable_on(ground)) >= 4.5
    assert _contrast(legible(ground), WHITE) >= 4.5


def _contrast(one: Ink, other: Ink) -> float:
    def luminance(ink: Ink) -> float:
        return sum(
            weight * (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip((0.2126, 0.7152, 0.0722), ink, strict=True)
        )

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_an_extreme_sheet_still_prints() -> None:
    line = SheetLine("M" * 400, Decimal("999999"), Decimal("99999.9999"), 9_999_989_000_010, Decimal(20), unit="col")
    columns = ("sku", "label", "gtin", "abv", "lot", "capsule", "origin", "unit", "quantity", "unit_price", "amount")
    sheet: InvoiceSheet = replace(CASES["one_line"], lines=(line,), look=Look(columns=columns))
    pages = boxes_of(invoice_pdf(sheet))
    assert all(box.x + box.width <= 595.28 - MARGIN for page in pages for box in page)


def test_rows_of_a_page_go_down_the_page() -> None:
    page = boxes_of(invoice_pdf(CASES["many"]))[1]
    rows = [box.y for box in page if box.x == pytest.approx(42, abs=0.1) and box.size == pytest.approx(9)]
    assert len(rows) > 10
    assert all(above > below for above, below in pairwise(rows))


def test_landscape_keeps_its_margins_and_says_the_same() -> None:
    columns = ("sku", "label", "gtin", "abv", "quantity", "unit", "unit_price", "vat_rate", "amount")
    wide = invoice_pdf(replace(CASES["many"], look=Look(landscape=True, columns=columns, logo=_png(400, 100))))
    for page in boxes_of(wide):
        assert all(box.x >= MARGIN and box.x + box.width <= 841.89 - MARGIN and box.y > 15 for box in page)
    assert "Net à payer" in pages_of(wide)[-1]


def test_an_offer_shows_its_total_once() -> None:
    sheet = replace(CASES["domestic"], kind="quote", instalments=())
    assert text_of(invoice_pdf(sheet)).count("Total TTC") == 1


def test_a_quote_says_until_when_and_is_signed() -> None:
    sheet = replace(CASES["domestic"], kind="quote", valid_until=date(2026, 12, 31), instalments=())
    text = text_of(invoice_pdf(sheet))
    assert "Valable jusqu’au 31 déc. 2026" in text
    assert "Bon pour accord" in text
