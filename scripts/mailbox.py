"""The mails the local stack was asked to send, newest first: a page to read them, and the same as JSON.

Only the local server has it; on AWS the mails go out.
"""

import html
import json
import os
import re
import urllib.request
from datetime import UTC, datetime
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"]+")
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}
article{border:1px solid #ccc;border-radius:.5rem;padding:1rem;margin:1rem 0}pre{white-space:pre-wrap;font:inherit}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:.2rem 0}p{margin:.2rem 0;color:#555}"""
Answer = tuple[int, list[tuple[str, str]], bytes]


def messages(stack: str = "") -> list[dict[str, Any]]:
    """Every mail of a stack (ours): `at` (ISO instant), `sender`, `to`, `subject`, `text`, `html`; newest first."""
    url = f"{stack or os.environ['CAVEAU_ENDPOINT']}/_ministack/ses/messages"
    with urllib.request.urlopen(url, timeout=10) as answer:
        accounts = json.load(answer)["messages"]
    found = [_message(raw) for account in accounts.values() for raw in account]
    return sorted(found, key=lambda message: str(message["at"]), reverse=True)


def _message(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": datetime.fromtimestamp(raw["Timestamp"], UTC).isoformat(),
        "sender": raw["Source"],
        "to": raw["To"],
        "subject": raw["Subject"],
        "text": raw["BodyText"],
        "html": raw["BodyHtml"],
    }


def page(path: str) -> Answer:
    """`/mailbox` for people, `/mailbox.json` for tests."""
    if path.endswith(".json"):
        return 200, [("Content-Type", "application/json")], json.dumps(messages()).encode()
    body = "".join(_article(message) for message in messages()) or "<p>Aucun message. No mail yet.</p>"
    text = (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Boîte aux lettres</title><style>{STYLE}</style>'
        f"<h1>Boîte aux lettres <small>(mailbox)</small></h1>{body}</html>"
    )
    return 200, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], text.encode()


def _article(message: dict[str, Any]) -> str:
    heading = html.escape(message["subject"])
    line = html.escape(f"{message['at'][:19].replace('T', ' ')} · {', '.join(message['to'])}")
    return f"<article><h2>{heading}</h2><p>{line}</p><pre>{linked(message['text'])}</pre></article>"


def linked(text: str) -> str:
    """Plain text as HTML with its web addresses clickable."""
    parts, last = [], 0
    for found in LINK.finditer(text):
        address = html.escape(found.group(), quote=True)
        parts.append(html.escape(text[last : found.start()]) + f'<a href="{address}">{address}</a>')
        last = found.end()
    return "".join(parts) + html.escape(text[last:])
