"""How amounts, dates and measures are written, in both languages; the two catalogues say the same things."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.render import words
from chalicelib.render.resources import template_bytes, template_text
from chalicelib.render.sheet import Lang

LANGS: tuple[Lang, ...] = ("fr", "en")


def plain(text: str) -> str:
    """Narrow spaces shown as ~, no-break spaces as _."""
    return text.replace("\u202f", "~").replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("cents", "currency", "french", "english"),
    [
        (123456, "EUR", "1~234,56~€", "€1,234.56"),
        (0, "EUR", "0,00~€", "€0.00"),
        (5, "EUR", "0,05~€", "€0.05"),
        (-123456, "EUR", "−1~234,56~€", "−€1,234.56"),
        (123456789012, "EUR", "1~234~567~890,12~€", "€1,234,567,890.12"),
        (123456, "CHF", "1~234,56~CHF", "CHF~1,234.56"),
        (123456, "JPY", "123~456~JPY", "JPY~123,456"),
        (-100, "USD", "−1,00~$", "−$1.00"),
    ],
)
def test_amounts(cents: int, currency: str, french: str, english: str) -> None:
    assert plain(words.amount(cents, "fr", currency)) == french
    assert plain(words.amount(cents, "en", currency)) == english


def test_zero_is_a_dash_in_tables_only() -> None:
    assert words.amount(0, "fr", dash=True) == "–"
    assert words.figure(0, "en", dash=True) == "–"
    assert words.figure(0, "fr") == "0,00"


@pytest.mark.parametrize(
    ("price", "french", "english"),
    [
        ("8.5", "8,50", "8.50"),
        ("8", "8,00", "8.00"),
        ("8.3333", "8,3333", "8.3333"),
        ("8.33335", "8,3334", "8.3334"),
        ("1234.5", "1~234,50", "1,234.50"),
        ("100", "100,00", "100.00"),
        ("1E+3", "1~000,00", "1,000.00"),
        ("6.120", "6,12", "6.12"),
    ],
)
def test_unit_prices_show_the_decimals_that_count(price: str, french: str, english: str) -> None:
    assert plain(words.unit_price(Decimal(price), "fr")) == french
    assert plain(words.unit_price(Decimal(price), "en")) == english


@pytest.mark.parametrize(
    ("count", "unit", "french", "english"),
    [
        ("36", "col", "36~cols", "36~bottles"),
        ("1", "col", "1~col", "1~bottle"),
        ("1.5", "col", "1,5~col", "1.5~bottles"),
        ("0", "carton", "0~carton", "0~cases"),
        ("1200", "carton", "1~200~cartons", "1,200~cases"),
        ("2.50", "hL", "2,5~hL", "2.5~hL"),
        ("3", "", "3", "3"),
    ],
)
def test_quantities(count: str, unit: str, french: str, english: str) -> None:
    assert plain(words.quantity(Decimal(count), "fr", unit)) == french
    assert plain(words.quantity(Decimal(count), "en", unit)) == english


def test_measures_of_the_trade() -> None:
    assert plain(words.volume(27000, "fr")) == "0,27000~hL"
    assert plain(words.volume(123456789, "en")) == "1,234.56789~hL"
    assert plain(words.equivalents(20250, "fr")) == "27,000~eq."
    assert plain(words.strength(Decimal("12.5"), "fr")) == "12,5~%~vol."
    assert plain(words.strength(Decimal("12.50"), "en")) == "12.5%~vol."
    assert plain(words.percent(Decimal("20.00"), "fr")) == "20~%"
    assert plain(words.percent(Decimal("5.5"), "en")) == "5.5%"
    assert plain(words.late(12, "fr")) == "retard 12~j"
    assert plain(words.late(12, "en")) == "12 d late"


@pytest.mark.parametrize(
    ("day", "short", "long", "english"),
    [
        (date(2026, 11, 22), "22_nov._2026", "22_novembre_2026", "22_Nov_2026"),
        (date(2026, 8, 1), "1er_août_2026", "1er_août_2026", "1_Aug_2026"),
        (date(2027, 2, 28), "28_févr._2027", "28_février_2027", "28_Feb_2027"),
    ],
)
def test_dates(day: date, short: str, long: str, english: str) -> None:
    assert plain(words.day(day, "fr")) == short
    assert plain(words.long_day(day, "fr")) == long
    assert plain(words.day(day, "en")) == english


@pytest.mark.parametrize(
    ("identifier", "sizes", "shown"),
    [
        ("732829320", (3, 3, 3), "732_829_320"),
        ("73282932000074", (3, 3, 3, 5), "732_829_320_00074"),
        ("7328", (3, 3, 3), "7328"),
        ("FR76 3000 6000 0112 3456 7890 189", (), "FR76_3000_6000_0112_3456_7890_189"),
        ("", (3, 3, 3), ""),
    ],
)
def test_identifiers_are_cut_for_the_eye(identifier: str, sizes: tuple[int, ...], shown: str) -> None:
    assert plain(words.grouped(identifier, *sizes)) == shown


def test_an_unknown_word_or_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        words.word("fr", "no.such.word")
    with pytest.raises(KeyError):
        words.word("fr", "page", page="1")
    with pytest.raises(KeyError):
        words.word("fr", "kind")
    assert words.word_or("fr", "column.maison", "maison") == "maison"


def test_the_three_notes_of_a_french_invoice() -> None:
    for lang in LANGS:
        notes = words.standard_notes(lang)
        assert [note.code for note in notes] == ["PMD", "PMT", "AAB"]
        assert "40" in notes[1].text
    told = words.standard_notes("fr", Decimal(12), (Decimal("1.5"), 8))
    assert "12\u202f%" in told[0].text
    assert "1,5\u202f%" in told[2].text
    assert "8 jours" in told[2].text


def test_a_sale_without_vat_names_its_article_and_its_code() -> None:
    assert words.vat_reason("export", "fr")[1] == "VATEX-EU-G"
    assert "262 ter" in words.vat_reason("intra_eu", "en")[0]
    with pytest.raises(KeyError):
        words.vat_reason("unknown", "fr")


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from _leaves(value, f"{path}.{at}")
    else:
        yield path, tree


def test_the_two_catalogues_have_the_same_words_and_places() -> None:
    french, english = (dict(_leaves(json.loads(template_text("words", f"{lang}.json")))) for lang in LANGS)
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert text.strip()
        assert english[key].strip()
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key


@pytest.mark.parametrize("name", ["../words/fr.json", "/etc/passwd", "a/b", ".hidden", "..", "none.ttf"])
def test_a_template_name_never_leaves_its_folder(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        template_bytes("fonts", name)
