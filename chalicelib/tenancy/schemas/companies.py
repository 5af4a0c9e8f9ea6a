"""A company: what is typed, what is shown, what is told."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact


class AddressIO(Contract):
    """A postal address, in and out."""

    lines: list[str] = Field(default=[], max_length=5, description="Up to five lines of 100 characters.")
    postcode: str = Field(default="", max_length=12)
    town: str = Field(default="", max_length=80)
    country: str = Field(default="FR", max_length=60, description="ISO 3166 alpha-2, or a name in French or English.")


class CompanyIn(Contract):
    """Numbers may be typed with spaces; they are stored compact. Only the name is required to begin."""

    name: str = Field(min_length=1, max_length=120)
    legal_name: str = Field(default="", max_length=120)
    legal_form: str = Field(default="", max_length=40)
    capital: str = Field(default="", max_length=40, description="As printed, such as `10 000 €`.")
    siret: str = Field(default="", max_length=30)
    vat_number: str = Field(default="", max_length=30)
    excise_number: str = Field(default="", max_length=30)
    rcs: str = Field(default="", max_length=60)
    address: AddressIO = AddressIO()
    iban: str = Field(default="", max_length=50)
    bic: str = Field(default="", max_length=11)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    website: str = Field(default="", max_length=200)
    fiscal_year_start: int = Field(default=1, ge=1, le=12, description="Month in which the fiscal year begins.")
    colour: str = Field(default="bordeaux", description="One of the eleven accents; see `GET /{company}/profile`.")


class WarningOut(Contract):
    """Something to look at; it stops nothing."""

    field: str
    rule: str
    detail: str


class LogoOut(Contract):
    file: str
    content_type: str
    width: int = Field(description="pixels")
    height: int = Field(description="pixels")


class CompanyOut(CompanyIn):
    id: str
    logo: LogoOut | None
    accent: str = Field(description="The colour as #RRGGBB.")
    warnings: list[WarningOut]
    version: int


class ColourOut(Contract):
    name: str
    hex: str


class ColoursOut(Contract):
    items: list[ColourOut]


class CompanyCreatedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.company.created.v1"
    name: str
    owner: str
    siren: str


class CompanyUpdatedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.company.updated.v1"
    name: str
    colour: str
