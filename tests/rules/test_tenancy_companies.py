"""A company's identity, its colours, its numbers, its settings."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.tenancy.rules import companies, numbering, settings

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
COMPANY = companies.Company(
    name="Domaine des Essais",
    created_at=NOW,
    address=companies.Address(("12 rue du Chai", "  "), "33 000", "Bordeaux"),
    siret="404 833 048 00022",
    vat_number="FR 83 404 833 048",
    iban="FR76 3000 6000 0112 3456 7890 189",
    excise_number="FR015000E0001",
)


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 10 + frame


def contrast_with_white(colour: str) -> float:
    """WCAG 2: (1.05) / (L + 0.05)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.feature("1.5-05")
def test_eleven_colours_and_each_can_be_read() -> None:
    assert len(companies.COLOURS) == 11
    assert len(set(companies.COLOURS.values())) == 11
    assert {
        name: round(contrast_with_white(c), 2) for name, c in companies.COLOURS.items() if contrast_with_white(c) < 4.5
    } == {}


def test_numbers_are_stored_compact_and_an_empty_line_disappears() -> None:
    result = companies.checked(COMPANY)
    assert result.warnings == ()
    assert result.company.siret == "40483304800022"
    assert result.company.vat_number == "FR83404833048"
    assert result.company.iban == "FR7630006000011234567890189"
    assert result.company.address == companies.Address(("12 rue du Chai",), "33000", "Bordeaux", "FR")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("siret", "40483304800023", "identifier.siret.checksum"),
        ("siret", "404", "identifier.siret.format"),
        ("vat_number", "FR00404833048", "identifier.vat.checksum"),
        ("iban", "FR7630006000011234567890180", "identifier.iban.checksum"),
        ("email", "contact@", "identifier.email.format"),
        ("colour", "rose", "tenancy.company.colour"),
        ("fiscal_year_start", 13, "tenancy.company.month"),
        ("name", "   ", "tenancy.company.name"),
        ("website", "javascript:alert(1)", "tenancy.company.website"),
        ("website", "mon site", "tenancy.company.website"),
    ],
)
def test_a_wrong_number_is_refused_on_its_field(field: str, value: object, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        companies.checked(replace(COMPANY, **{field: value}))  # type: ignore[arg-type]
    assert [(error.field, error.rule) for error in refusal.value.errors] == [(field, code)]


@pytest.mark.parametrize("website", ["www.chais.fr", "https://chais.fr/visites?lang=fr", "http://château-essai.fr"])
def test_a_website_is_written_as_people_do(website: str) -> None:
    assert companies.checked(replace(COMPANY, website=website)).company.website == website


def test_all_bad_fields_are_told_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        companies.checked(replace(COMPANY, siret="1", iban="2", colour="3"))
    assert {error.field for error in refusal.value.errors} == {"siret", "iban", "colour"}


@pytest.mark.parametrize("number", ["FR009999X9999", "n'importe quoi"])
def test_an_excise_number_only_warns(number: str) -> None:
    warnings = companies.checked(replace(COMPANY, excise_number=number)).warnings
    assert [warning.field for warning in warnings] == ["excise_number"]


def test_a_vat_number_of_another_siren_warns() -> None:
    warnings = companies.checked(replace(COMPANY, vat_number="FR40303265045")).warnings
    assert [warning.rule for warning in warnings] == ["tenancy.company.vat_of_other_siren"]


@pytest.mark.parametrize(
    ("content", "answer"),
    [(png(300, 120), ("image/png", 300, 120)), (jpeg(640, 480), ("image/jpeg", 640, 480))],
)
def test_a_logo_is_measured_from_its_header(content: bytes, answer: tuple[str, int, int]) -> None:
    assert companies.picture(content) == answer


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "type"),
        (b"<svg onload=alert(1)>", "type"),
        (b"\xff\xd8\xff\xe0\x00", "type"),
        (png(4001, 10), "pixels"),
        (png(0, 10), "pixels"),
        (png(10, 10) + b"0" * 1_000_000, "size"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        companies.picture(content)
    assert refusal.value.code == f"tenancy.logo.{code}"


DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("pattern", "n", "text", "counter"),
    [
        ("FA-{year}-{n:04d}", 7, "FA-2026-0007", "invoice:2026"),
        ("FA-{year}-{n:04d}", 12345, "FA-2026-12345", "invoice:2026"),
        ("{yy}{month}/{n:03d}", 1, "2611/001", "invoice:2026-11"),
        ("F{n}", 31, "F31", "invoice"),
    ],
)
def test_a_number_and_the_counter_it_comes_from(pattern: str, n: int, text: str, counter: str) -> None:
    assert numbering.check_format(pattern) == pattern
    assert numbering.number_text(pattern, n, DAY) == text
    assert numbering.counter_name("invoice", pattern, DAY) == counter


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("", "shape"),
        ("FA-{year}", "shape"),
        ("{n}{n}", "shape"),
        ("FA {n}", "shape"),
        ("FÀ-{n}", "shape"),
        ("{n:04x}", "shape"),
        ("{n.__class__}", "shape"),
        ("{month}-{n}", "month_without_year"),
        ("{year:04d}-{n}", "width"),
        ("F" * 30 + "{n:08d}", "long"),
    ],
)
def test_a_format_that_could_not_number_is_refused(pattern: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        numbering.check_format(pattern)
    assert refusal.value.code == f"tenancy.numbering.{code}"


def test_every_declared_default_is_a_value_of_its_own_type() -> None:
    for name, declared in settings.DECLARED.items():
        if declared.default is not None:
            assert settings.checked(name, declared.default) == declared.default


def test_a_setting_inherits_its_default_until_the_company_says_otherwise() -> None:
    assert settings.value_of(None, "payment_term") == "net-30"
    mine = settings.changed(None, {"payment_term": "eom-30", "totp_required": False})
    assert settings.value_of(mine, "payment_term") == "eom-30"
    assert mine.values["totp_required"] is False
    explained = settings.explained(mine, "payment_term")
    assert (explained.value, explained.level) == ("eom-30", "invoice_options")
    assert [(step.level, step.outcome) for step in explained.trace] == [
        ("order", "inherits"),
        ("customer", "inherits"),
        ("customer_category", "inherits"),
        ("price_grid", "inherits"),
        ("invoice_options", "won"),
        ("default", "hidden"),
    ]
    back = settings.changed(mine, {"payment_term": None})
    assert settings.explained(back, "payment_term").level == "default"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("payment_term", "30 jours"),
        ("rounding_mode", "bankers"),
        ("totp_required", "yes"),
        ("quote_validity_days", -1),
        ("quote_validity_days", True),
        ("invoice_number", "FA"),
        ("price_grid", "une grille"),
        ("document_language", "de"),
        ("late_penalty", "x" * 201),
        ("nothing_such", 1),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_on_its_name(name: str, value: settings.Value) -> None:
    with pytest.raises(Refused) as refusal:
        settings.changed(None, {name: value, "payment_method": "card"})
    assert [error.field for error in refusal.value.errors] == [name]


def test_a_setting_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        settings.declare(settings.DECLARED["currency"])
