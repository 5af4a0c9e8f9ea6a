"""The public status page, made from outside: probes, history, incidents, as files that need nothing of the application.

    python scripts/status.py --origin https://caveau.example --bucket caveau-status-…      one round
    python scripts/status.py --origin http://localhost:8000 --folder build/status --every 60

On AWS it is a function of its own, in a stack of its own in Frankfurt (infra/status/status.yaml), started every minute.
The one trick: the page is written whole after each round into a bucket of its own, so showing it takes no code: when
the application, its region or this very probe is down, the last page is there and says when it was made.

    status.json      what is known: components, 90 days of counts, incidents
    notices.json     what people wrote by hand, if they did: [{"at": …, "fr": …, "en": …}]
    index.html       in French; en.html in English

Standard library only (boto3, which Lambda has, for the bucket): nothing of Caveau is imported.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import time
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

CHECKS = {"web": "/", "api": "/api/v1/health", "data": "/api/v1/changelog", "sign_in": "/api/v1/me"}
WANTED = {"sign_in": 401}
SLOW_SECONDS = 2.0
TIMEOUT = 10.0
DAYS = 90
INCIDENTS = 100
CONFIRM = 2
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "État du service", "web": "Application web", "api": "API", "data": "Contenus", "sign_in": "Connexion",
        "up": "En service", "slow": "Lent", "down": "Indisponible", "all_up": "Tout fonctionne.",
        "some_down": "Un incident est en cours.", "some_slow": "Le service est ralenti.", "incidents": "Incidents",
        "none": "Aucun incident ces 90 derniers jours.", "days": "90 derniers jours", "checked": "Vérifié le",
        "open": "en cours", "minutes": "min", "other": "English", "notices": "Informations", "unknown": "pas de mesure",
    },
    "en": {
        "title": "Service status", "web": "Web application", "api": "API", "data": "Contents", "sign_in": "Signing in",
        "up": "Operational", "slow": "Slow", "down": "Unavailable", "all_up": "Everything works.",
        "some_down": "An incident is under way.", "some_slow": "The service is slow.", "incidents": "Incidents",
        "none": "No incident in the last 90 days.", "days": "last 90 days", "checked": "Checked on",
        "open": "under way", "minutes": "min", "other": "Français", "notices": "Notices", "unknown": "no measure",
    },
}  # fmt: skip
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f2933;
background:#fff}h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}.c{border:1px solid #d5dae1;border-radius:8px;
padding:.75rem 1rem;margin:.5rem 0}.h{display:flex;justify-content:space-between;gap:1rem}.b{display:flex;gap:1px;
height:28px;margin-top:.5rem}.b i{flex:1;background:#cfd6de}.b i.up{background:#1f8a4c}.b i.slow{background:#c77700}
.b i.down{background:#c62828}.up{color:#176b3a}.slow{color:#8f5600}.down{color:#b3261e}small{color:#52606d}
@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6e9ed}.c{border-color:#39424d}small{color:#a9b4c0}
.up{color:#6fd39a}.slow{color:#f2b866}.down{color:#ff8a80}}"""
Status = dict[str, Any]


class Place(Protocol):
    """Where the page lies."""

    def read(self, name: str) -> bytes | None: ...

    def write(self, name: str, content: bytes, kind: str) -> None: ...


class Folder:
    """A folder of this computer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        file = self.path / name
        return file.read_bytes() if file.exists() else None

    def write(self, name: str, content: bytes, kind: str) -> None:
        temporary = self.path / f"{name}.new"
        temporary.write_bytes(content)
        temporary.replace(self.path / name)


class Bucket:
    """A bucket of its own."""

    def __init__(self, name: str, endpoint: str | None = None) -> None:
        import boto3

        self.name, self.s3 = name, boto3.client("s3", endpoint_url=endpoint)

    def read(self, name: str) -> bytes | None:
        try:
            content: bytes = self.s3.get_object(Bucket=self.name, Key=name)["Body"].read()
        except self.s3.exceptions.NoSuchKey:
            return None
        return content

    def write(self, name: str, content: bytes, kind: str) -> None:
        self.s3.put_object(Bucket=self.name, Key=name, Body=content, ContentType=kind, CacheControl="max-age=30")


def probe(origin: str) -> dict[str, dict[str, Any]]:
    """Ask each component once: {"state", "ms", "why"} by name."""
    return {name: _asked(origin + path, WANTED.get(name, 200)) for name, path in CHECKS.items()}


def _asked(url: str, wanted: int) -> dict[str, Any]:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"User-Agent": "caveau-status"}), timeout=TIMEOUT
        ) as answer:
            answer.read()
            status, why = answer.status, ""
    except urllib.error.HTTPError as error:
        status, why = error.code, f"HTTP {error.code}"
    except OSError as error:
        status, why = 0, type(error).__name__
    seconds = time.monotonic() - began
    state = "down" if status != wanted else "slow" if seconds > SLOW_SECONDS else "up"
    return {"state": state, "ms": round(seconds * 1000), "why": "" if state != "down" else why or f"HTTP {status}"}


def folded(known: Status, found: dict[str, dict[str, Any]], now: datetime) -> Status:
    """What is known after one more round."""
    oldest = (now.date() - timedelta(days=DAYS - 1)).isoformat()
    components, days = dict(known.get("components", {})), dict(known.get("days", {}))
    incidents = [dict(one) for one in known.get("incidents", [])]
    for name, told in found.items():
        before = components.get(name, {})
        streak = before.get("streak", 0) + 1 if (before.get("state") == "down") == (told["state"] == "down") else 1
        components[name] = {**told, "streak": streak}
        counts = {day: count for day, count in days.get(name, {}).items() if day >= oldest}
        today = counts.setdefault(now.date().isoformat(), {"up": 0, "slow": 0, "down": 0})
        counts[now.date().isoformat()] = {**today, told["state"]: today[told["state"]] + 1}
        days[name] = counts
        _incident(incidents, name, told, streak, now)
    kept = [one for one in incidents if not one["ended"] or one["ended"][:10] >= oldest]
    return {
        "at": now.isoformat(timespec="seconds"),
        "components": components,
        "days": days,
        "incidents": kept[-INCIDENTS:],
    }


def _incident(incidents: list[Status], name: str, told: dict[str, Any], streak: int, now: datetime) -> None:
    """An incident begins at the second failure in a row, and ends at the second success."""
    running = next((one for one in incidents if one["component"] == name and not one["ended"]), None)
    moment = now.isoformat(timespec="seconds")
    if told["state"] == "down" and running is None and streak >= CONFIRM:
        incidents.append({"component": name, "began": moment, "ended": "", "why": told["why"]})
    elif told["state"] != "down" and running is not None and streak >= CONFIRM:
        running["ended"] = moment


def page(status: Status, notices: list[dict[str, str]], language: str) -> str:
    """The whole page: no script, nothing fetched."""
    words, today = WORDS[language], date.fromisoformat(status["at"][:10])
    states = {one["state"] for one in status["components"].values()}
    said = "some_down" if "down" in states else "some_slow" if "slow" in states else "all_up"
    worst = {"some_down": "down", "some_slow": "slow", "all_up": "up"}[said]
    other = "en.html" if language == "fr" else "index.html"
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="60">',
        f"<title>Caveau · {words['title']}</title><style>{STYLE}</style></head><body><main>",
        f'<p><a href="{other}" lang="{"en" if language == "fr" else "fr"}">{words["other"]}</a></p>',
        f'<h1>Caveau · {words["title"]}</h1><p class="{worst}"><strong>{words[said]}</strong></p>',
        *(
            _component(name, one, status["days"].get(name, {}), today, words)
            for name, one in status["components"].items()
        ),
        *_notices(notices, language),
        f"<h2>{words['incidents']}</h2>",
        *_incidents(status["incidents"], words),
        f"<p><small>{words['checked']} {html.escape(status['at'])}</small></p></main></body></html>",
    ]
    return "\n".join(parts)


def _component(name: str, one: dict[str, Any], days: dict[str, Any], today: date, words: dict[str, str]) -> str:
    bars, good, all_ = [], 0, 0
    for back in range(DAYS - 1, -1, -1):
        day = (today - timedelta(days=back)).isoformat()
        count = days.get(day)
        state = "" if not count else "down" if count["down"] > 1 else "slow" if count["slow"] > count["up"] else "up"
        bars.append(f'<i class="{state}" title="{day}: {words[state or "unknown"]}"></i>')
        good += (count["up"] + count["slow"]) if count else 0
        all_ += sum(count.values()) if count else 0
    share = f"{100 * good / all_:.2f} %" if all_ else "–"
    return (
        f'<section class="c" data-component="{name}" data-state="{one["state"]}">'
        f'<div class="h"><strong>{words[name]}</strong>'
        f'<span class="{one["state"]}">{words[one["state"]]}</span></div><div class="b" role="img" '
        f'aria-label="{words["days"]}: {share}">{"".join(bars)}</div><small>{words["days"]} : {share}</small></section>'
    )


def _notices(notices: list[dict[str, str]], language: str) -> list[str]:
    if not notices:
        return []
    lines = [f"<li><small>{html.escape(one['at'])}</small> {html.escape(one[language])}</li>" for one in notices]
    return [f"<h2>{WORDS[language]['notices']}</h2><ul>", *lines, "</ul>"]


def _incidents(incidents: list[Status], words: dict[str, str]) -> list[str]:
    if not incidents:
        return [f"<p>{words['none']}</p>"]
    lines = []
    for one in reversed(incidents):
        began = datetime.fromisoformat(one["began"])
        lasted = words["open"]
        if one["ended"]:
            seconds = (datetime.fromisoformat(one["ended"]) - began).total_seconds()
            lasted = f"{max(1, round(seconds / 60))} {words['minutes']}"
        why = html.escape(one["why"])
        what = f"{began:%Y-%m-%d %H:%M} UTC · {words[one['component']]} · {lasted}"
        lines.append(f"<li>{what} <small>{why}</small></li>")
    return ["<ul>", *lines, "</ul>"]


def round_(origin: str, place: Place, now: datetime | None = None) -> Status:
    """Probe, fold, write the pages; gives what is known."""
    known = json.loads(place.read("status.json") or b"{}")
    notices = json.loads(place.read("notices.json") or b"[]")
    status = folded(known, probe(origin), now or datetime.now(UTC))
    place.write("status.json", json.dumps(status).encode(), "application/json")
    for language, name in (("fr", "index.html"), ("en", "en.html")):
        place.write(name, page(status, notices, language).encode(), "text/html; charset=utf-8")
    return status


def handler(event: Any, context: Any = None) -> dict[str, str]:
    """The function: one round."""
    status = round_(os.environ["ORIGIN"], Bucket(os.environ["BUCKET"], os.environ.get("ENDPOINT")))
    return {name: one["state"] for name, one in status["components"].items()}


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--origin", required=True)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--bucket")
    where.add_argument("--folder", type=Path)
    parser.add_argument("--endpoint", help="of S3, when it is not AWS's")
    parser.add_argument("--every", type=float, help="seconds between rounds; one round when not given")
    options = parser.parse_args()
    place: Place = Bucket(options.bucket, options.endpoint) if options.bucket else Folder(options.folder)
    while True:
        status = round_(options.origin.rstrip("/"), place)
        print({name: one["state"] for name, one in status["components"].items()}, flush=True)
        if not options.every:
            return
        time.sleep(options.every)


if __name__ == "__main__":
    main()
