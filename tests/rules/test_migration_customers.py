"""Customers of a dirty file: what is kept, what is left out, and what is said."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.migration.readers.reading import Asked
from chalicelib.migration.rules.findings import Entry
from chalicelib.migration.rules.plan import Part
from chalicelib.migration.rules.row import Settings
from tests.rules.migration_support import (
    CUSTOMER_HEADINGS,
    TODAY,
    codes,
    customer_row,
    customers,
    only,
    read_bytes,
    records,
    workbook,
)

APRIL = datetime(2013, 4, 1)  # noqa: DTZ001 - a workbook's dates have no zone


def one(**given: Any) -> tuple[dict[str, Any], list[str]]:
    """(record, codes) of one row among nine ordinary ones, so that the file's habits show."""
    others = [customer_row(Code_client=f"U{n}") for n in range(9)]
    entry = records(customers(customer_row(**given), *others))[0]
    assert entry.record is not None, entry
    return entry.record, codes(entry)


def refused(**given: Any) -> list[str]:
    """The codes of one row that gives no record."""
    entry = records(customers(customer_row(**given)))[0]
    assert entry.verdict == "refuse"
    return codes(entry)


@pytest.mark.parametrize(
    ("country", "cp", "iso", "code"),
    [
        ("France", "84190", "FR", []),
        ("FRANCE", "84190", "FR", []),
        ("fr", "84190", "FR", []),
        ("Belgique", "1000", "BE", []),
        ("Belgium", "1000", "BE", []),
        ("U.S.A", "94558", "US", ["customer.country.understood"]),
        ("CH", "1204", "CH", ["customer.country.understood"]),
        ("Grande Bretagne", "SW1A 1AA", "GB", ["customer.country.understood"]),
    ],
)
def test_a_country_is_read(country: str, cp: str, iso: str, code: list[str]) -> None:
    record, said = one(Pays=country, CP=cp)
    assert (record["billing"]["country"], said) == (iso, code)


@pytest.mark.parametrize(
    ("country", "cp", "vat", "code"),
    [
        (None, "84190", None, "customer.country.missing"),
        (None, "84190", "FR83404833048", "customer.country.missing"),
        ("Syldavie", "84190", None, "customer.country.unknown"),
        ("CH", "87231", None, "customer.country.doubtful"),
        ("CH", "1204", "FR83404833048", "customer.country.doubtful"),
        ("Grande Bretagne", "84976", None, "customer.country.doubtful"),
    ],
)
def test_a_country_is_never_guessed(country: str | None, cp: str, vat: str | None, code: str) -> None:
    """The customer is created all the same, to be completed: the country stays empty whatever stands beside it."""
    record, said = one(Pays=country, CP=cp, **{"N° TVA": vat})
    assert [item for item in said if "country" in item] == [code]
    assert record["billing"]["country"] == ""
    assert record["notes"] == (f"Pays dans l'ancien fichier : {country}" if country else "")


def test_a_country_chosen_by_a_person_is_said_on_each_row() -> None:
    asked = Asked(Settings(TODAY, assumed_country="FR"))
    part = read_bytes(workbook([list(CUSTOMER_HEADINGS), customer_row(Pays=None, CP=9676)]), "clients.xlsx", asked)
    entry = only(part)
    assert entry.record is not None
    assert (entry.record["billing"]["country"], entry.record["billing"]["postcode"]) == ("FR", "09676")
    assert codes(entry) == ["customer.country.assumed", "customer.postcode.lost_zero"]


@pytest.mark.parametrize(
    ("country", "cp", "stored", "code"),
    [
        ("France", 9676, "09676", ["customer.postcode.lost_zero"]),
        ("France", "9676", "09676", ["customer.postcode.lost_zero"]),
        ("France", Decimal("84190"), "84190", []),
        ("Allemagne", 4109, "04109", ["customer.postcode.lost_zero"]),
        ("Belgique", 9676, "9676", ["customer.postcode.lost_zero_doubtful"]),
        ("Belgique", "9676", "9676", []),
        ("Belgique", "48488", "48488", ["customer.postcode.unusual"]),
        ("France", "841", "841", ["customer.postcode.unusual"]),
        ("France", None, "", []),
        ("Irlande", "D02 AF30", "D02 AF30", []),
    ],
)
def test_a_lost_zero_is_given_back_when_it_is_certain(
    country: str | None, cp: Any, stored: str, code: list[str]
) -> None:
    record, said = one(Pays=country, CP=cp)
    assert (record["billing"]["postcode"], said) == (stored, code)


def test_a_lost_zero_of_no_country_is_doubtful() -> None:
    assert "customer.postcode.lost_zero_doubtful" in one(Pays=None, CP=9676)[1]


def test_a_file_that_writes_all_postcodes_as_numbers_has_lost_nothing_in_belgium() -> None:
    part = customers(*(customer_row(Code_client=f"T{n}", Pays="Belgique", CP=1000 + n) for n in range(5)))
    assert [codes(entry) for entry in records(part)] == [[]] * 5


@pytest.mark.parametrize(
    ("phone", "country", "stored", "code"),
    [
        ("04 97 92 62 24", "France", "+33497926224", []),
        ("04.61.66.30.49", "France", "+33461663049", []),
        ("+33 475014217", "France", "+33475014217", []),
        ("(0)442180967", "France", "+33442180967", []),
        ("0033469069539", "France", "+33469069539", []),
        ("0033469069539", "U.S.A", "+33469069539", []),
        (442180967, "France", "+33442180967", ["customer.phone.numeric"]),
        (33612345678.0, "France", "+33612345678", ["customer.phone.numeric"]),
        ("33612345678.0", "France", "+33612345678", ["customer.phone.numeric"]),
        ("612345678", "France", "+33612345678", ["customer.phone.numeric"]),
        (3612, "France", "", ["customer.phone.numeric_unreadable"]),
        ("3,36123E+10", "France", "", ["customer.phone.numeric_unreadable"]),
        ("voir fiche", "France", "", ["customer.phone.unreadable"]),
        ("02 512 34 56", "Belgique", "+3225123456", []),
    ],
)
def test_telephones(phone: Any, country: str, stored: str, code: list[str]) -> None:
    cp = {"U.S.A": "94558", "Belgique": "1000"}.get(country, "84190")
    record, said = one(Téléphone=phone, Pays=country, CP=cp)
    assert (record["phone"], [item for item in said if "phone" in item]) == (stored, code)


def test_a_numeric_mobile_is_counted_apart() -> None:
    record, said = one(Portable=671863854)
    assert (record["mobile"], said) == ("+33671863854", ["customer.mobile.numeric"])


@pytest.mark.parametrize(
    ("email", "stored", "code"),
    [
        ("Renee.Vaillant@Example.NET", "renee.vaillant@example.net", []),
        ("x@y.fr; z@y.fr", "x@y.fr", ["customer.email.several"]),
        ("x@y.fr, z@y.fr", "x@y.fr", ["customer.email.several"]),
        ("jean.gmail.com", "", ["customer.email.broken"]),
        ("dupont@", "", ["customer.email.broken"]),
        ("a@b", "", ["customer.email.broken"]),
        ("voir fiche", "", ["customer.email.broken"]),
        ("@; @", "", ["customer.email.broken"]),
        (None, "", []),
    ],
)
def test_emails(email: str | None, stored: str, code: list[str]) -> None:
    record, said = one(Email=email)
    assert (record["email"], said) == (stored, code)


@pytest.mark.parametrize(
    ("vat", "country", "cp", "stored", "code"),
    [
        ("FR83404833048", "France", "84190", "FR83404833048", []),
        ("83404833048", "France", "84190", "FR83404833048", []),
        ("FR 83 404 833 048", "France", "84190", "FR83404833048", []),
        ("FR83404833049", "France", "84190", "", ["customer.vat.invalid"]),
        ("FR83404833048", "Belgique", "1000", "", ["customer.vat.other_country"]),
        ("BE0403019261", "Belgique", "1000", "BE0403019261", []),
        ("BE0403019262", "Belgique", "1000", "", ["customer.vat.invalid"]),
        ("CHE123456788", "Suisse", "1204", "CHE123456788", ["customer.vat.unchecked"]),
    ],
)
def test_a_vat_number_that_does_not_fit_exempts_nothing(
    vat: str, country: str, cp: str, stored: str, code: list[str]
) -> None:
    record, said = one(Pays=country, CP=cp, **{"N° TVA": vat})
    assert (record["vat_number"], said) == (stored, code)


@pytest.mark.parametrize(
    ("mark", "archived", "code"),
    [
        ("O", True, ["customer.unusable"]), ("oui", True, ["customer.unusable"]), (True, True, ["customer.unusable"]),
        ("N", False, []), (None, False, []), ("?", False, ["customer.flag.unreadable"]),
    ],
)  # fmt: skip
def test_unusable_customers_are_archived(mark: Any, archived: bool, code: list[str]) -> None:
    record, said = one(Inutilisable=mark)
    assert (record["archived"], said) == (archived, code)


@pytest.mark.parametrize(
    ("written", "since", "code"),
    [
        ("01/04/2013", "2013-04-01", []), (APRIL, "2013-04-01", []), ("2013-04-01", "2013-04-01", []),
        ("31/02/2013", "", ["customer.date.unreadable"]), ("01/04/2093", "", ["customer.date.unreadable"]),
        ("01/04/13", "", ["customer.date.unreadable"]), (41365, "", ["customer.date.unreadable"]), (None, "", []),
    ],
)  # fmt: skip
def test_dates(written: Any, since: str, code: list[str]) -> None:
    record, said = one(Créé_le=written)
    assert (record["since"], said) == (since, code)


def test_names_make_a_person_or_a_business() -> None:
    assert one()[0]["kind"] == "individual"
    assert one(Société="GAEC Maury")[0]["kind"] == "business"
    assert one(**{"N° TVA": "FR83404833048"})[0]["kind"] == "business"


def entry_of(**given: Any) -> Entry:
    return only(customers(customer_row(**given)))


def test_a_row_without_a_name_is_refused_with_all_its_faults() -> None:
    entry = entry_of(Nom=None, Prénom=None, Société=None, Pays=None, Email="dupont@")
    assert entry.verdict == "refuse"
    assert codes(entry) == [
        "customer.no_name",
        "customer.country.missing",
        "customer.email.broken",
    ]


def test_a_delivery_address_of_its_own() -> None:
    record, said = one(**{"Liv. Nom": "Brunet", "Liv. Adresse": "333, bd", "Liv. CP": 1000})
    assert said == ["customer.delivery.country.missing", "customer.delivery.postcode.lost_zero_doubtful"]
    assert record["delivery"]["last_name"] == "Brunet"
    assert one()[0]["delivery"] is None


def test_a_delivery_name_without_an_address_is_a_note() -> None:
    record, said = one(**{"Liv. Nom": "Brunet", "Liv. Prénom": "Luc", "Liv. Tél": "0442180967"})
    assert said == ["customer.delivery.noted"]
    assert (record["delivery"], record["notes"]) == (None, "Livraison : Luc, Brunet, +33442180967")


def twice(first: list[Any], second: list[Any]) -> Part:
    return customers(first, customer_row(Code_client="T00009", Nom="Autre"), second)


def test_a_strict_duplicate_is_skipped_and_accounted_for() -> None:
    part = twice(customer_row(), customer_row(Nom=" Vaillant "))
    last = records(part)[2]
    assert (last.verdict, codes(last), last.findings[0].data["line"]) == ("skip", ["customer.duplicate.strict"], "2")
    assert codes(records(part)[0]) == []


def test_a_conflicting_duplicate_is_refused_and_both_lines_say_so() -> None:
    part = twice(customer_row(Adresse="1, rue"), customer_row(Adresse="2, rue", Tarif="CHR"))
    first, _, last = records(part)
    assert (last.verdict, codes(last)) == ("refuse", ["customer.duplicate.conflicting"])
    assert last.findings[0].data == {"line": "2", "differs": "Adresse, Tarif"}
    assert (first.verdict, codes(first)) == ("create", ["customer.duplicate.kept"])


def test_a_right_row_counts_though_its_code_was_refused_before() -> None:
    part = twice(customer_row(Nom=None, Prénom=None), customer_row())
    assert [entry.verdict for entry in records(part)] == ["refuse", "create", "create"]
    assert codes(records(part)[2]) == ["customer.duplicate.first_refused"]


def test_two_refused_rows_of_one_code_are_a_duplicate_all_the_same() -> None:
    nobody = {"Nom": None, "Prénom": None}
    part = twice(customer_row(**nobody), customer_row(**nobody, Adresse="2, rue"))
    assert codes(records(part)[2]) == ["customer.duplicate.conflicting"]
    part = twice(customer_row(**nobody), customer_row(**nobody))
    assert codes(records(part)[2]) == ["customer.duplicate.strict"]


def test_codes_that_differ_by_case_only_are_one() -> None:
    part = twice(customer_row(Code_client="t00001"), customer_row(Code_client="T00001"))
    assert records(part)[2].verdict == "refuse"


def test_rows_without_a_code_are_known_by_what_they_say() -> None:
    part = twice(customer_row(Code_client=None), customer_row(Code_client=None))
    first, _, last = records(part)
    assert (codes(first), codes(last)) == (["customer.code.missing"], ["customer.duplicate.strict"])
    assert first.key.startswith("~")


def test_a_formula_for_a_code_refuses_the_row() -> None:
    assert "customer.code.unreadable" in codes(entry_of(Code_client="=A1"))


def test_an_error_of_the_spreadsheet_is_no_name() -> None:
    record, said = one(Société="#N/A")
    assert (record["company"], said) == ("", ["customer.cell_error"])


def test_a_text_too_long_is_cut_and_said() -> None:
    record, said = one(Adresse="x" * 300)
    assert (len(record["billing"]["street"]), said) == (200, ["customer.too_long"])


def test_characters_lost_before_us_are_said() -> None:
    assert one(Ville="Saint\ufffdtienne")[1] == ["row.encoding"]


def test_every_sentence_is_whole_in_both_languages() -> None:
    part = customers(
        customer_row(Pays=None, CP=9676, Email="dupont@", Téléphone=442180967, Société="=1+1", Inutilisable="O"),
        customer_row(Pays="U.S.A", CP="94558", **{"N° TVA": "FR1"}),
        customer_row(Code_client="T2", Pays="CH", CP="84190"),
    )  # fmt: skip
    for entry in part.entries:
        for said in entry.findings:
            for language in ("fr", "en"):
                sentence = said.sentence(language)
                assert "?" not in sentence.replace(said.raw, "")
                assert "{" not in sentence
                assert sentence[-1] in ".?"
