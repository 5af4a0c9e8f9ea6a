"""The series of statement numbers, told to the settings of the company."""

from __future__ import annotations

from chalicelib.tenancy.rules.settings import Declared, declare

STATEMENT_NUMBER = "statement_number"
declare(
    Declared(
        STATEMENT_NUMBER,
        "number_format",
        "RC-{year}-{n:04d}",
        "numbering",
        "Numéro de relevé de commissions",
        "Commission statement number",
        most=35,
    )
)
