"""Gift boxes, capsules, equivalents, sheets, code tables: the rules of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.catalogue.rules import (
    Customs,
    Facts,
    PackPart,
    Variant,
    assemblable,
    capsule,
    components,
    customs_cleaned,
    pack_problems,
    pack_volume,
)
from chalicelib.catalogue.rules.codes import CodeRow, CodeTable, merged, read_codes
from chalicelib.catalogue.rules.sheets import SheetText, TechSheet, sheet_problems
from chalicelib.catalogue.service.vintages import renamed
from chalicelib.kernel.errors import Refused
from chalicelib.kernel.volume import equivalents_shown


def wine(id: str, *parts: tuple[str, int], kind: Any = "goods", **given: Any) -> Variant:
    of = Facts("Vin", "fam", kind=kind)
    return Variant(id, id.upper(), "pro", of, parts=tuple(PackPart(*part) for part in parts), **given)


@pytest.mark.feature("2.1-03")
@pytest.mark.parametrize(
    ("available", "boxes"),
    [
        ({"a": 10, "b": 10, "c": 10}, 5),
        ({"a": 5, "b": 100, "c": 100}, 2),
        ({"a": 100, "b": 3, "c": 100}, 3),
        ({"a": 100, "b": 100}, 0),
        ({"a": -4, "b": 3, "c": 3}, 0),
    ],
)
def test_as_many_boxes_as_the_scarcest_component_allows(available: dict[str, int], boxes: int) -> None:
    parts = (PackPart("a", 2), PackPart("b", 1), PackPart("c", 1))
    assert assemblable(parts, available) == boxes


def test_a_box_of_boxes_is_its_bottles() -> None:
    known = {"a": wine("a", volume=750), "b": wine("b", volume=1500), "duo": wine("duo", ("a", 1), ("b", 1))}
    box = wine("box", ("duo", 2), ("a", 3))
    assert components(box, known) == {"a": 5, "b": 2}
    assert components(box, known, 10) == {"a": 50, "b": 20}
    assert pack_volume(known["duo"].parts, known) == 2250
    assert pack_volume((PackPart("nobody", 1),), known) is None


@pytest.mark.parametrize(
    ("parts", "known", "rules"),
    [
        ([("box", 1)], {}, ["catalogue.pack.cycle"]),
        ([("a", 1)], {"a": [("box", 1)]}, ["catalogue.pack.cycle"]),
        ([("a", 1)], {"a": [("b", 1)], "b": [("box", 1)]}, ["catalogue.pack.cycle"]),
        ([("a", 1), ("b", 2)], {"a": [("b", 1)], "b": []}, []),
        ([("nobody", 1)], {}, ["catalogue.pack.unknown"]),
        ([("a", 1), ("a", 2)], {"a": []}, ["catalogue.pack.twice"]),
    ],
)
def test_a_box_never_holds_itself(parts: Any, known: dict[str, Any], rules: list[str]) -> None:
    others = {id: wine(id, *own) for id, own in known.items()}
    found = pack_problems(wine("box", *parts), others)
    assert [problem.rule for problem in found] == rules


def test_the_way_round_is_named_and_a_service_is_no_component() -> None:
    others = {"a": wine("a", ("b", 1)), "b": wine("b", ("box", 1))}
    assert "BOX > A > B > BOX" in pack_problems(wine("box", ("a", 1)), others)[0].detail
    visit = {"v": wine("v", kind="service")}
    assert [one.rule for one in pack_problems(wine("box", ("v", 1)), visit)] == ["catalogue.pack.service"]


@pytest.mark.feature("2.1-04")
@pytest.mark.parametrize(
    ("duty", "line", "own", "expected"),
    [
        ("paid", None, {}, ("crd", "product")),
        ("suspended", None, {}, ("neutral", "product")),
        ("paid", None, {"crd_capsule": "own"}, ("own", "variant")),
        ("suspended", None, {"crd_capsule": "own"}, ("neutral", "product")),
        ("suspended", None, {"neutral_capsule": "own"}, ("own", "variant")),
        ("paid", "line", {"crd_capsule": "own"}, ("line", "line")),
    ],
)
def test_the_capsule_of_a_line(duty: Any, line: str | None, own: dict[str, str], expected: tuple[str, str]) -> None:
    sold = replace(wine("a", **own), of=Facts("Vin", "fam", crd_capsule="crd", neutral_capsule="neutral"))
    found = capsule(sold, duty, line)
    assert (found.value, found.level) == expected


@pytest.mark.feature("2.1-09")
@pytest.mark.parametrize(("units", "shown"), [(750, "1.0000"), (1500, "2.0000"), (5000, "6.6667"), (375, "0.5000")])
def test_equivalents(units: int, shown: str) -> None:
    assert equivalents_shown(units) == Decimal(shown)


def test_customs_codes_lose_their_blanks_and_say_what_is_declarable() -> None:
    clean = customs_cleaned(Customs(" 1b001 s 1", "", "2204 21 42"))
    assert (clean.inao, clean.nc8, clean.declarable) == ("1B001S1", "22042142", True)
    assert not Customs(nc8="22042142").declarable
    assert Customs(label="VT_IG_AOP").declarable


def test_a_sheet_says_in_the_other_language_what_one_lacks() -> None:
    sheet = TechSheet("vin", "pro", SheetText(grapes="Merlot", tasting="Fruité"), SheetText(tasting="Fruity"))
    assert (sheet.text("en").grapes, sheet.text("en").tasting, sheet.text("fr").tasting) == (
        "Merlot",
        "Fruity",
        "Fruité",
    )
    wrong = replace(sheet, serving_min=Decimal(14), serving_max=Decimal(12))
    assert [one.rule for one in sheet_problems(wrong)] == ["catalogue.sheet.serving"]


@pytest.mark.parametrize(
    ("text", "new"),
    [("CH-RO-2022-75", "CH-RO-2023-75"), ("CHRO22", "CHRO23"), ("22B75", "23B75"), ("CUV", "CUV"), ("", "")],
)
def test_an_sku_that_says_the_year_says_the_new_one(text: str, new: str) -> None:
    assert renamed(text, 2022, 2023) == new
    assert renamed(text, None, 2023) == text


def test_a_code_table_is_read_by_its_titles() -> None:
    csv = '﻿Code;Libellé;x\n22042142;"Vins rouges; AOP";1\n;vide;\n22042143;Vins;2\n'
    read = read_codes(csv.encode())
    assert read == [("22042142", "Vins rouges; AOP"), ("22042143", "Vins")]
    table = merged(CodeTable("nc8"), read, "fr", "nc8.csv")
    words = merged(table, [("22042142", "Red wines"), ("0", "Other")], "en", "en.csv")
    assert words.rows == (CodeRow("22042142", "Vins rouges; AOP", "Red wines"), CodeRow("22042143", "Vins"))
    again = merged(words, [("22042142", "Rouges")], "fr", "new.csv")
    assert again.rows == (CodeRow("22042142", "Rouges", "Red wines"),)
    assert read_codes("code,description\n1,\xe9t\xe9\n".encode("cp1252")) == [("1", "été")]


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"code;libelle\n"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_codes(content)
