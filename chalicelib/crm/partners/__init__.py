"""Whom crm asks outside: the registers of companies, VAT numbers, excise numbers, and the DNS.

    said = partners.ask("vat_number", "BE0123456749", requester="FR83404833048")

Nouns: a `Said` (what a register answered). The one trick: every client gives a `Said` whatever happens; what did not
answer, or not readably, is `unavailable`, and never anything else. docs/registers.md tells the contracts.

Each register has an address of its own in the environment (`CAVEAU_SIRENE_URL`, `CAVEAU_INSEE_URL` with
`CAVEAU_INSEE_KEY`, `CAVEAU_VIES_URL`, `CAVEAU_SEED_URL`, `CAVEAU_DNS`): the real one when nothing is set, its twin
(scripts/twins) on a laptop and in tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.crm.partners.said import Said
from chalicelib.crm.rules import Subject


def ask(subject: Subject, number: str, *, requester: str = "") -> Said:
    """What the register of that sort of number says of it. `requester`: our own VAT number, for a consultation
    number."""
    return _REGISTERS[subject](number, requester)


def ask_all(wanted: Sequence[tuple[Subject, str]], *, requester: str = "") -> list[Said]:
    """The same for several numbers at once, side by side: the slowest decides how long it takes."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most requests ask nobody

    if len(wanted) < 2:
        return [ask(subject, number, requester=requester) for subject, number in wanted]
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(lambda one: ask(*one, requester=requester), wanted))


def _company(number: str, requester: str) -> Said:
    from chalicelib.crm.partners import sirene  # noqa: PLC0415 - as above

    return sirene.ask(number)


def _vat(number: str, requester: str) -> Said:
    from chalicelib.crm.partners import vies  # noqa: PLC0415 - as above

    return vies.ask(number, requester)


def _excise(number: str, requester: str) -> Said:
    from chalicelib.crm.partners import seed  # noqa: PLC0415 - as above

    return seed.ask(number)


def _email(number: str, requester: str) -> Said:
    from chalicelib.crm.partners import mail_hosts  # noqa: PLC0415 - as above

    return mail_hosts.ask(number)


_REGISTERS: dict[Subject, Callable[[str, str], Said]] = {
    "siret": _company,
    "vat_number": _vat,
    "excise_number": _excise,
    "email": _email,
}

__all__ = ["Said", "ask", "ask_all"]
