"""The pages of the twin of Stripe: where a customer pays, and what a seller would do on Stripe's own pages."""

import html
from typing import TYPE_CHECKING, Any

from scripts.twins.twin import Answer, Asked, in_html

if TYPE_CHECKING:
    from scripts.twins.stripe import Stripe

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1a1f36}
main{border:1px solid #e3e8ee;border-radius:10px;padding:2rem}
h1{font-size:1.1rem;font-weight:500;color:#4f566b;margin:0}
strong{font-size:2.2rem;display:block;margin:.2rem 0 1.5rem}
button{font:inherit;padding:.7rem 1.2rem;border-radius:6px;border:1px solid #c9d1dc;background:#fff;cursor:pointer}
button{margin:0 .5rem .5rem 0}button.main{background:#0a6cf0;color:#fff;border-color:#0a6cf0;font-weight:600}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .5rem;border-bottom:1px solid #e3e8ee}
small{color:#697386}"""
WORDS = {
    "fr": {
        "test": "Page d'essai : aucune carte n'est débitée.",
        "pay": "Payer",
        "refuse": "Carte refusée",
        "expire": "Laisser expirer",
        "back": "Revenir sans payer",
        "complete": "Payé.",
        "expired": "Cette page a expiré.",
        "declined": "Carte refusée. Essayez-en une autre.",
    },
    "en": {
        "test": "A trial page: no card is charged.",
        "pay": "Pay",
        "refuse": "Card declined",
        "expire": "Let it expire",
        "back": "Back without paying",
        "complete": "Paid.",
        "expired": "This page has expired.",
        "declined": "Card declined. Try another one.",
    },
}


def served(twin: "Stripe", asked: Asked) -> Answer:
    """GET shows, POST does."""
    number = asked.path.rpartition("/")[2]
    if asked.path == "/":
        return _desk(twin, asked)
    session = twin.sessions.get(number)
    if session is None or not asked.path.startswith("/c/pay/"):
        return Answer(404, "text/plain", "404")
    if asked.method == "POST" and session["status"] == "open":
        what = asked.form.get("do", "pay")
        if what == "refuse":
            return in_html(_page(session, "declined"), 402)
        _ = twin.pay(number) if what == "pay" else twin.expire(number)
        if what == "pay":
            return Answer(303, "text/plain", "", {"Location": session["success_url"]})
    return in_html(_page(session))


def _page(session: dict[str, Any], said: str = "") -> str:
    lang = "en" if session["locale"] == "en" else "fr"
    words = WORDS[lang]
    amount = _money(session["amount_total"], session["currency"], lang)
    buttons = "".join(
        f'<button name="do" value="{value}"{main}>{words[value]}{f" {amount}" if value == "pay" else ""}</button>'
        for value, main in (("pay", ' class="main"'), ("refuse", ""), ("expire", ""))
    )
    back = f'<p><a href="{html.escape(session["cancel_url"])}">{words["back"]}</a></p>'
    form = f'<form method="post">{buttons}</form>' if session["status"] == "open" else ""
    status = words.get(said or session["status"], "")
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words["test"]}</title><style>{STYLE}</style>'
        f"<main><h1>{html.escape(session['label'])}</h1><strong>{amount}</strong>"
        f'<p role="status">{status}</p>{form}{back}<small>{words["test"]}</small></main></html>'
    )


def _desk(twin: "Stripe", asked: Asked) -> Answer:
    """What a seller does on Stripe's own pages."""
    form = asked.form if asked.method == "POST" else {}
    number, what = form.get("session", ""), form.get("do", "")
    session = twin.sessions.get(number)
    if what == "pay_out" and any(one["payout"] is None for one in twin.balance):
        for company in sorted({one["company"] for one in twin.balance if one["payout"] is None}):
            twin.pay_out(company)
    elif session and what == "refund":
        twin.refund(number, session["amount_total"])
    elif session and what in ("needs_response", "won", "lost"):
        twin.dispute(number, what)
    elif what == "fault":
        twin.fault = form.get("fault", "")
    rows = "".join(_row(one) for one in reversed(twin.sessions.values()))
    waiting = sum(one["net"] for one in twin.balance if one["payout"] is None)
    faults = "".join(
        f"<option{' selected' if name == twin.fault else ''}>{name}</option>"
        for name in ("", "slow", "error", "malformed", "busy", "down", "lost")
    )
    return in_html(
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Stripe d’essai</title><style>{STYLE}</style>'
        "<h1>Stripe d’essai <small>(twin of Stripe)</small></h1>"
        f'<form method="post"><p>Solde (balance) : {_money(waiting, "eur", "fr")}'
        ' <button name="do" value="pay_out">Verser (pay out)</button></p></form>'
        f'<form method="post"><p>Panne (fault) <select name="fault">{faults}</select>'
        ' <button name="do" value="fault">Appliquer (apply)</button></p></form>'
        f"<table><tr><th>Page</th><th>Montant</th><th>État</th><th></th></tr>{rows}</table></html>"
    )


def _row(session: dict[str, Any]) -> str:
    buttons = "".join(
        f'<button name="do" value="{value}">{word}</button>'
        for value, word in (
            ("refund", "Rembourser (refund)"),
            ("needs_response", "Contester (dispute)"),
            ("won", "Gagné (won)"),
            ("lost", "Perdu (lost)"),
        )
    )
    form = f'<form method="post"><input type="hidden" name="session" value="{session["id"]}">{buttons}</form>'
    return (
        f"<tr><td><a href='/c/pay/{session['id']}'>{html.escape(session['label'])}</a></td>"
        f"<td>{_money(session['amount_total'], session['currency'], 'fr')}</td><td>{session['status']}</td>"
        f"<td>{form if session['payment_intent'] else ''}</td></tr>"
    )


def _money(cents: int, currency: str, lang: str) -> str:
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    said = f"{sign}{whole}{'.' if lang == 'en' else ','}{rest:02d}"
    return f"{currency.upper()} {said}" if lang == "en" else f"{said} {'€' if currency == 'eur' else currency.upper()}"
