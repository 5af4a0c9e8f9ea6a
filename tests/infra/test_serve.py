"""The local server: what CloudFront and API Gateway do on AWS, and the mailbox."""

import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts import mailbox, serve
from scripts.local import LocalSystem
from scripts.stack import Stack
from tests.support.crowd import within
from tests.support.server import shared


class Answer:
    """One answer of the WSGI application."""

    def __init__(self, method: str, path: str, body: bytes = b"", **headers: str) -> None:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "RAW_URI": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "CONTENT_TYPE": headers.pop("content_type", ""),
            "HTTP_HOST": "localhost:8000",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        self.body = b"".join(serve.application(environ, self.begin))

    def begin(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = int(status.split()[0])
        self.headers = {name.lower(): value for name, value in headers}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built web of one page, one script and a secret beside it."""
    web = tmp_path / "dist"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>Caveau</title>")
    (web / "assets" / "index-1a2b3c.js").write_text("start()")
    (tmp_path / "secret").write_text("key")
    monkeypatch.setattr(serve, "WEB", web)
    return web


def test_a_page_of_the_application_is_the_index_and_never_cached(built: Path) -> None:
    for path in ("/", "/com_1/clients/cus_1?onglet=commandes"):
        answer = Answer("GET", path)
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert b"Caveau" in answer.body


def test_a_hashed_file_is_cached_for_ever(built: Path) -> None:
    answer = Answer("GET", "/assets/index-1a2b3c.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_missing_file_is_not_the_index(built: Path) -> None:
    assert Answer("GET", "/assets/index-gone.js").status == 404


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/assets/..%2f..%2fsecret"])
def test_nothing_outside_the_built_web_is_served(built: Path, path: str) -> None:
    assert b"key" not in Answer("GET", path).body


def test_every_answer_carries_the_security_headers(built: Path) -> None:
    for path in ("/", "/assets/index-1a2b3c.js", "/api/v1/nowhere/at/all/x"):
        headers = Answer("GET", path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_head_has_no_body(built: Path) -> None:
    answer = Answer("HEAD", "/")
    assert (answer.status, answer.body) == (200, b"")


def test_another_name_of_this_computer_leads_to_the_public_one(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAU_ORIGIN", "http://localhost:8000")
    answer = Answer("GET", "/com_1?x=1", host="127.0.0.1:8000", accept="text/html")
    assert (answer.status, answer.headers["location"]) == (302, "http://localhost:8000/com_1?x=1")
    assert Answer("GET", "/com_1", accept="text/html").status == 200


def test_an_unknown_route_is_a_problem() -> None:
    answer = Answer("GET", "/api/v1/nowhere/at/all/x")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(answer.body)["code"] == "http.route"


def test_too_large_a_body_is_refused_before_it_is_read() -> None:
    environ = {"CONTENT_LENGTH": str(serve.BODY_MOST + 1), "wsgi.input": None}
    status, _, body = serve.api(environ)
    assert (status, json.loads(body)["code"]) == (413, "http.size")


def test_without_a_built_web_the_page_says_how_to_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "WEB", tmp_path)
    answer = Answer("GET", "/")
    assert answer.status == 503
    assert b"make run" in answer.body


@pytest.fixture
def posted(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One mail sent."""
    stack.reset()
    monkeypatch.setenv("CAVEAU_ENDPOINT", stack.url)
    text = "Voir <ceci> : http://localhost:8000/m?a=1&b=2 merci"
    stack.client("sesv2").send_email(
        FromEmailAddress="bonjour@caveau.example",
        Destination={"ToAddresses": ["marie@example.fr"]},
        Content={"Simple": {"Subject": {"Data": "Été <b>"}, "Body": {"Text": {"Data": text}}}},
    )
    yield
    stack.reset()


@pytest.mark.usefixtures("posted")
def test_the_mailbox_shows_mails_with_their_links_and_no_markup_of_theirs() -> None:
    page = Answer("GET", "/mailbox").body.decode()
    assert "Été &lt;b&gt;" in page
    assert "&lt;ceci&gt;" in page
    assert '<a href="http://localhost:8000/m?a=1&amp;b=2">' in page
    listed = json.loads(Answer("GET", "/mailbox.json").body)
    assert [(mail["subject"], mail["to"]) for mail in listed] == [("Été <b>", ["marie@example.fr"])]


def test_text_without_a_link_is_only_escaped() -> None:
    assert mailbox.linked("a < b & c") == "a &lt; b &amp; c"


def test_silent_connections_hold_nobody_up() -> None:
    system: LocalSystem = shared()
    silent = [socket.create_connection(("127.0.0.1", system.port)) for _ in range(12)]
    try:
        with within(5):
            for _ in range(10):
                assert httpx.get(f"{system.url}/api/v1/me", timeout=120).status_code == 401
        silent[3].sendall(b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n")
        silent[3].settimeout(60)
        assert silent[3].recv(12) == b"HTTP/1.1 401"
    finally:
        for connection in silent:
            connection.close()


def test_a_child_that_dies_is_started_again() -> None:
    system = shared()
    relay = system.children["relay"]
    relay.kill()
    relay.wait(60)
    system.tend()
    assert system.children["relay"].pid != relay.pid
    assert system.children["relay"].poll() is None
