"""Identifiers: numbers and codes that others gave (State, bank, GS1, post, telephone).

The one trick: the same two verbs for all, `clean(text, country)` and `check(text, country) -> Problem |
None`, and the libraries that know the arithmetic are imported on first use only.
"""

from chalicelib.kernel.identifiers.companies import (
    EXCISE,
    FR_VAT,
    SIREN,
    SIRET,
    VAT,
    siren_of_siret,
    vat_of_siren,
    vat_prefix,
)
from chalicelib.kernel.identifiers.people import EMAIL, PHONE, email_slip
from chalicelib.kernel.identifiers.places import COUNTRY, POSTCODE, country_name
from chalicelib.kernel.identifiers.problem import Identifier, Problem
from chalicelib.kernel.identifiers.things import GTIN, IBAN

__all__ = [
    "COUNTRY",
    "EMAIL",
    "EXCISE",
    "FR_VAT",
    "GTIN",
    "IBAN",
    "PHONE",
    "POSTCODE",
    "SIREN",
    "SIRET",
    "VAT",
    "Identifier",
    "Problem",
    "country_name",
    "email_slip",
    "siren_of_siret",
    "vat_of_siren",
    "vat_prefix",
]
