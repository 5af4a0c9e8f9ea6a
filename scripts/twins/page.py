"""The page of the twins of the registers: numbers to try, and what goes wrong on demand."""

import html
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from scripts.twins.businesses import MAIL, SEED, SIRENE, VIES
from scripts.twins.twin import Answer, in_html

if TYPE_CHECKING:
    from scripts.twins.registers import Registers

NAMES = {
    "sirene": "Annuaire des entreprises",
    "insee": "Sirene (INSEE)",
    "vies": "VIES",
    "seed": "SEED",
    "dns": "DNS",
}
WORDS = {
    "": "répond (answers)",
    "slow": "trop lent (slow)",
    "error": "en erreur (500)",
    "malformed": "illisible (malformed)",
    "busy": "trop de demandes (429)",
    "down": "en panne (down)",
    "member_state": "État membre absent (VIES)",
}
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{text-align:left;border-bottom:1px solid #ddd;padding:.3rem .5rem}
label{display:inline-block;margin:.3rem 1rem .3rem 0}code{font-size:.95em}"""


def served(twin: "Registers", method: str, path: str, body: bytes) -> Answer:
    """GET / shows, POST / changes."""
    if path != "/":
        return Answer(404, "text/plain", "404")
    if method == "POST":
        given = {name: values[0].strip() for name, values in parse_qs(body.decode()).items()}
        twin.faults = {name: given[name] for name in NAMES if given.get(name) in WORDS}
        twin.struck = set(given.get("struck", "").upper().split())
    return in_html(shown(twin))


def shown(twin: "Registers") -> str:
    """The page."""
    faults = "".join(_choice(name, twin.faults.get(name, "")) for name in NAMES)
    struck = html.escape(" ".join(sorted(twin.struck)))
    rows = [(one.siret, "SIRET", one.name, "" if one.open else "fermé (closed)") for one in SIRENE]
    rows += [(number, "TVA", payer.name, "") for number, payer in VIES.items()]
    rows += [(number, "accise", holder.name, " ".join(holder.products)) for number, holder in SEED.items()]
    rows += [(f"contact@{domain}", "e-mail", "", ", ".join(hosts)) for domain, hosts in MAIL.items()]
    lines = "".join(
        f"<tr><td><code>{html.escape(number)}</code></td><td>{sort}</td><td>{html.escape(name)}</td>"
        f"<td>{html.escape(note)}</td></tr>"
        for number, sort, name, note in rows
    )
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Registres d’essai</title><style>{STYLE}</style>'
        "<h1>Registres d’essai <small>(twins of the registers)</small></h1>"
        f'<form method="post"><p>{faults}</p><p><label>Numéros radiés (struck off) <input name="struck" size="40"'
        f' value="{struck}"></label> <button>Appliquer (apply)</button></p></form>'
        f"<h2>Numéros connus <small>(known numbers)</small></h2><table>{lines}</table></html>"
    )


def _choice(name: str, chosen: str) -> str:
    options = "".join(
        f'<option value="{fault}"{" selected" if fault == chosen else ""}>{word}</option>'
        for fault, word in WORDS.items()
        if fault != "member_state" or name == "vies"
    )
    return f'<label>{NAMES[name]} <select name="{name}">{options}</select></label>'
