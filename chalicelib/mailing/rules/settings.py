"""What a company decides of its e-mails."""

from __future__ import annotations

from chalicelib.tenancy.rules.settings import Declared, declare

COPY = "mail_copy_agent"

declare(
    Declared(
        COPY,
        "bool",
        False,
        "mail",
        "Représentant en copie des courriels",
        "Representative in copy of e-mails",
        ("order", "company"),
    )
)
