"""The status page: probed from outside, kept 90 days, shown when everything else is down, needing nothing of Caveau."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from scripts import status
from scripts.stack import ROOT, Stack
from scripts.status import DAYS, Folder, folded, page

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
UP = {"state": "up", "ms": 12, "why": ""}
DOWN = {"state": "down", "ms": 3, "why": "HTTP 503"}
SCRIPT = ROOT / "scripts" / "status.py"


@contextmanager
def application() -> Iterator[str]:
    """Answers as Caveau does to the probes, until the block ends: then nobody answers there."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401 if self.path.endswith("/me") else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(60)


def rounds(*found: dict[str, Any], every: timedelta = timedelta(minutes=1)) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for number, one in enumerate(found):
        known = folded(known, {"api": one}, NOW + number * every)
    return known


def run(*arguments: str, **environment: str) -> None:
    """The probe as it runs on its own: an isolated interpreter that cannot even see the project."""
    command = [sys.executable, "-I", str(SCRIPT), *arguments]
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-central-1"}
    subprocess.run(command, cwd="/", env={"PATH": os.environ["PATH"], **keys, **environment}, check=True, timeout=180)


@pytest.mark.feature("SEC-03")
def test_the_page_lies_in_its_own_bucket_and_is_there_when_the_application_is_down(stack: Stack) -> None:
    s3 = stack.client("s3")
    s3.create_bucket(Bucket="caveau-status", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    with application() as origin:
        where = ("--origin", origin, "--bucket", "caveau-status", "--endpoint", stack.url)
        run(*where)
        shown = s3.get_object(Bucket="caveau-status", Key="index.html")["Body"].read().decode()
        assert "Tout fonctionne." in shown
        assert shown.count('data-state="up"') == 4
    run(*where)  # nobody answers any more
    run(*where)
    for name, words in (("index.html", "Un incident est en cours."), ("en.html", "An incident is under way.")):
        answer = s3.get_object(Bucket="caveau-status", Key=name)
        shown = answer["Body"].read().decode()
        assert answer["ContentType"] == "text/html; charset=utf-8"
        assert words in shown
        assert shown.count('data-state="down"') == 4
    told = json.loads(s3.get_object(Bucket="caveau-status", Key="status.json")["Body"].read())
    assert [one["component"] for one in told["incidents"]] == ["web", "api", "data", "sign_in"]


def test_it_needs_nothing_of_the_application() -> None:
    tree = ast.parse(SCRIPT.read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names) | {"boto3"}


def test_one_failure_is_no_incident_two_are_and_two_successes_end_it() -> None:
    assert rounds(UP, DOWN, UP)["incidents"] == []
    running = rounds(UP, DOWN, DOWN)["incidents"]
    assert [(one["component"], one["ended"], one["why"]) for one in running] == [("api", "", "HTTP 503")]
    assert rounds(UP, DOWN, DOWN, UP)["incidents"][0]["ended"] == ""
    ended = rounds(UP, DOWN, DOWN, UP, UP)["incidents"]
    assert len(ended) == 1
    assert ended[0]["ended"] == (NOW + timedelta(minutes=4)).isoformat(timespec="seconds")


def test_ninety_days_are_kept_and_shown() -> None:
    known = rounds(*[UP] * 200, every=timedelta(days=1))
    assert len(known["days"]["api"]) == DAYS
    assert page(known, [], "fr").count('<i class="up"') == DAYS
    few = rounds(UP, DOWN, DOWN)
    shown = page(few, [], "en")
    assert (shown.count('<i class="down"'), shown.count('<i class=""')) == (1, DAYS - 1)
    assert "33.33" in shown


def test_an_old_incident_is_forgotten_a_running_one_never() -> None:
    known = rounds(UP, DOWN, DOWN, UP, UP)
    later = folded(known, {"api": UP}, NOW + timedelta(days=DAYS + 2))
    assert later["incidents"] == []
    running = folded(rounds(UP, DOWN, DOWN), {"api": DOWN}, NOW + timedelta(days=DAYS + 2))
    assert len(running["incidents"]) == 1


def test_what_people_write_by_hand_is_shown_and_harmless(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    notice = {"at": "2026-11-22", "fr": "Maintenance <b>ce soir</b>", "en": "Maintenance tonight"}
    place.write("notices.json", json.dumps([notice]).encode(), "application/json")
    with application() as origin:
        status.round_(origin, place, NOW)
    shown = (tmp_path / "index.html").read_text()
    assert "Maintenance &lt;b&gt;ce soir&lt;/b&gt;" in shown
    assert "<script" not in shown
    assert "Maintenance tonight" in (tmp_path / "en.html").read_text()
