"""Twenty thousand rows, one in five spoilt: each leaves one entry, each fault a reason, time grows with the rows."""

from __future__ import annotations

import time

from chalicelib.migration.readers.reading import Asked, parts
from chalicelib.migration.rules.plan import Part
from tests.rules.migration_support import SETTINGS

TITLES = "Code client;Nom;Prénom;Société;Adresse;Code postal;Ville;Pays;E-mail;Téléphone;N° de TVA;SIRET"
SPOILT = {
    1: ("C{n};;;;1 rue;33000;Lyon;France;;;;", "customer.no_name"),
    2: ("C{n};Nom {n};A;;1 rue;33000;Lyon;Atlantide;;;;", "customer.country.unknown"),
    3: ("C{n};Nom {n};A;;1 rue;33000;Lyon;France;pas-une-adresse;;;", "customer.email.broken"),
    4: ('C{n};=HYPERLINK("x");A;Cave {n};1 rue;33000;Lyon;France;;;;', "customer.formula"),
}
GOOD = "C{n};Nom {n};A;Cave {n};{n} rue du Chai;33000;Lyon;France;c{n}@client.example;05 56 00 00 00;;"


def made(rows: int) -> bytes:
    lines = [SPOILT.get(n % 20, (GOOD, ""))[0].format(n=n) for n in range(rows)]
    return "\r\n".join((TITLES, *lines, "")).encode()


def read(rows: int) -> tuple[Part, float]:
    began = time.process_time()
    (part,) = parts(made(rows), "f", "clients.csv", Asked(SETTINGS))
    return part, time.process_time() - began


def test_twenty_thousand_rows_are_all_accounted_for() -> None:
    _, small = read(4_000)
    part, seconds = read(20_000)
    assert part.mapping is not None
    entries = [entry for entry in part.entries if entry.kind == "customer"]
    assert len(entries) == 20_000
    assert sum(entry.height for entry in part.entries) == part.lines
    for n, entry in enumerate(entries):
        codes = {item.code for item in entry.findings}
        wanted = SPOILT.get(n % 20)
        assert entry.line == n + 2
        if wanted is None:
            assert entry.record is not None
            assert not codes, entry
        else:
            assert wanted[1] in codes, (n, codes)
    assert seconds < 60
    assert seconds < 5 * small * 2, "five times the rows take about five times as long"
