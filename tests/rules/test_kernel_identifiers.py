from __future__ import annotations

import pytest

from chalicelib.kernel import identifiers as ids
from chalicelib.kernel.identifiers.countries import ALIASES, COUNTRIES


@pytest.mark.parametrize(
    ("identifier", "text", "country", "clean", "problem"),
    [
        (ids.SIREN, "404 833 048", "FR", "404833048", None),
        (ids.SIREN, "404833049", "FR", "404833049", "identifier.siren.checksum"),
        (ids.SIREN, "40483304", "FR", "40483304", "identifier.siren.format"),
        (ids.SIRET, "404 833 048 00022", "FR", "40483304800022", None),
        (ids.SIRET, "40483304800023", "FR", "40483304800023", "identifier.siret.checksum"),
        (ids.SIRET, "404833048", "FR", "404833048", "identifier.siret.format"),
        (ids.SIRET, "35600000000048", "FR", "35600000000048", None),
        (ids.SIRET, "356 000 000 49837", "FR", "35600000049837", None),
        (ids.SIRET, "35600000049838", "FR", "35600000049838", "identifier.siret.checksum"),
        (ids.VAT, "FR 83 404 833 048", "FR", "FR83404833048", None),
        (ids.VAT, "fr83404833048", "BE", "FR83404833048", "identifier.vat.other_country"),
        (ids.VAT, "FR84404833048", "FR", "FR84404833048", "identifier.vat.checksum"),
        (ids.VAT, "83404833048", "FR", "83404833048", "identifier.vat.country"),
        (ids.VAT, "BE 0417.497.106", "BE", "BE0417497106", None),
        (ids.VAT, "DE136695976", "DE", "DE136695976", None),
        (ids.VAT, "GR094259216", "GR", "EL094259216", None),
        (ids.VAT, "XI110305878", "GB", "XI110305878", None),
        (ids.VAT, "CHE-123.456.789 MWST", "CH", "CHE123456789MWST", "identifier.vat.outside_eu"),
        (ids.VAT, "CHE-123.456.789 MWST", "FR", "CHE123456789MWST", "identifier.vat.country"),
        (ids.FR_VAT, "BE0417497106", "BE", "BE0417497106", "identifier.vat.country"),
        (ids.EXCISE, "FR 023004 N 9448", "FR", "FR023004N9448", None),
        (ids.EXCISE, "FR379736E2267", "FR", "FR379736E2267", "identifier.excise.unusual"),
        (ids.EXCISE, "LU00000987ABC", "LU", "LU00000987ABC", None),
        (ids.EXCISE, "LU00000987ABC", "FR", "LU00000987ABC", "identifier.excise.other_country"),
        (ids.EXCISE, "voir fiche", "FR", "VOIRFICHE", "identifier.excise.format"),
        (ids.IBAN, "FR76 3000 6000 0112 3456 7890 189", "FR", "FR7630006000011234567890189", None),
        (ids.IBAN, "FR7630006000011234567890188", "FR",
         "FR7630006000011234567890188", "identifier.iban.checksum"),
        (ids.IBAN, "RIB en attente", "FR", "RIBENATTENTE", "identifier.iban.format"),
        (ids.GTIN, "3760123456785", "FR", "3760123456785", "identifier.gtin.checksum"),
        (ids.GTIN, "376012345678X", "FR", "376012345678X", "identifier.gtin.format"),
        (ids.EMAIL, " Contact@Domaine.FR ", "FR", "contact@domaine.fr", None),
        (ids.EMAIL, "x@y.fr; z@y.fr", "FR", "x@y.fr; z@y.fr", "identifier.email.several"),
        (ids.EMAIL, "jean.gmail.com", "FR", "jean.gmail.com", "identifier.email.format"),
        (ids.EMAIL, "dupont@", "FR", "dupont@", "identifier.email.format"),
        (ids.EMAIL, "a@b", "FR", "a@b", "identifier.email.format"),
        (ids.EMAIL, "voir fiche", "FR", "voir fiche", "identifier.email.format"),
        (ids.PHONE, "04.61.66.30.49", "FR", "+33461663049", None),
        (ids.PHONE, "(0)442180967", "FR", "+33442180967", None),
        (ids.PHONE, "+33 475014217", "FR", "+33475014217", None),
        (ids.PHONE, "+33 (0)4 75 01 42 17", "FR", "+33475014217", None),
        (ids.PHONE, "0033406267278", "FR", "+33406267278", None),
        (ids.PHONE, "496080868", "FR", "+33496080868", None),
        (ids.PHONE, "02 512 34 56", "BE", "+3225123456", None),
        (ids.PHONE, "+33461663049", "FR", "+33461663049", None),
        (ids.PHONE, "+33461663049", "BE", "+33461663049", None),
        (ids.PHONE, "12", "FR", "12", "identifier.phone.format"),
        (ids.PHONE, "le soir", "FR", "le soir", "identifier.phone.format"),
        (ids.POSTCODE, "F-75001", "FR", "75001", None),
        (ids.POSTCODE, "75 001", "FR", "75001", None),
        (ids.POSTCODE, "9676", "FR", "9676", "identifier.postcode.lost_zero"),
        (ids.POSTCODE, "9676", "BE", "9676", None),
        (ids.POSTCODE, "ABC", "FR", "ABC", "identifier.postcode.format"),
        (ids.POSTCODE, "sw1a 1aa", "GB", "SW1A 1AA", None),
        (ids.POSTCODE, "whatever", "ZW", "WHATEVER", None),
        (ids.COUNTRY, "FRANCE", "", "FR", None),
        (ids.COUNTRY, "fr", "", "FR", None),
        (ids.COUNTRY, "Grande Bretagne", "", "GB", None),
        (ids.COUNTRY, "U.S.A", "", "US", None),
        (ids.COUNTRY, "Les Pays Bas", "", "NL", None),
        (ids.COUNTRY, "L'ALLEMAGNE", "", "DE", None),
        (ids.COUNTRY, "The Netherlands", "", "NL", None),
        (ids.COUNTRY, "etats-unis", "", "US", None),
        (ids.COUNTRY, "Syldavie", "", "Syldavie", "identifier.country.unknown"),
    ],
)  # fmt: skip
def test_clean_and_check(identifier: ids.Identifier, text: str, country: str, clean: str, problem: str | None) -> None:
    assert identifier.clean(text, country) == clean
    found = identifier.check(text, country)
    assert (found.code if found else None) == problem
    assert identifier.clean(clean, country) == clean


@pytest.mark.feature("2.1-07")
def test_gtin_check_digit() -> None:
    good = next(f"376012345678{digit}" for digit in range(10) if ids.GTIN.check(f"376012345678{digit}") is None)
    assert good == "3760123456784"
    assert ids.GTIN.check("3760123456785") is not None


def test_a_french_excise_number_warns_and_never_blocks() -> None:
    found = ids.EXCISE.check("FR379736E2267")
    assert found is not None
    assert not found.blocks


def test_guesses_are_proposed() -> None:
    postcode = ids.POSTCODE.check("9676", "FR")
    email = ids.EMAIL.check("x@y.fr; z@y.fr")
    assert postcode is not None
    assert email is not None
    assert (postcode.proposal, email.proposal) == ("09676", "x@y.fr")


def test_vat_number_of_a_siren() -> None:
    assert ids.vat_of_siren("404 833 048") == "FR83404833048"
    assert ids.siren_of_siret("404 833 048 00022") == "404833048"
    with pytest.raises(ValueError, match="not a SIREN"):
        ids.vat_of_siren("404833049")


def test_every_country_reads_back_from_both_names_and_its_code() -> None:
    assert len(COUNTRIES) == 249
    for iso, (french, english) in COUNTRIES.items():
        for name in (french, english, iso, iso.lower()):
            assert ids.COUNTRY.clean(name) == iso, name
    assert set(ALIASES.values()) <= set(COUNTRIES)
    assert (ids.country_name("DE"), ids.country_name("DE", "en")) == ("Allemagne", "Germany")
