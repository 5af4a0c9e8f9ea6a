"""The local server as one WSGI application: `/api/` is Chalice, `/transfers/` files on their way by signed links,
`/mailbox` the mails sent, the rest the built web.

It stands for CloudFront, API Gateway and the function's container. The one trick: Chalice keeps the current request on
the app object, so a process serves one request at a time, like a Lambda container; scripts/gunicorn_worker.py and
several processes make that a server.
"""

import base64
import hmac
import json
import mimetypes
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from chalice.config import Config
from chalice.local import LambdaEventConverter, LocalGateway, LocalGatewayException, MatchResult, RouteMatcher

from app import app
from chalicelib.aws.clients import client
from chalicelib.aws.paths import Paths
from scripts import mailbox

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web" / "dist"
SECURITY: dict[str, str] = json.loads((ROOT / "infra" / "headers.json").read_text(encoding="utf-8"))
BODY_MOST = 10 * 1024 * 1024  # API Gateway's own limit
FETCHED = ("Content-Type", "Content-Disposition", "Cache-Control", "ETag")
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]

NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Caveau</title>
<p>L’interface n’est pas construite. Lancez <code>make run</code>, qui la construit.</p>
<p>The web is not built yet. <code>make run</code> builds it.</p>"""


class Matcher(RouteMatcher):  # type: ignore[misc]
    """The route of a request, as the application finds it on Lambda."""

    def __init__(self, routes: list[str]) -> None:
        self.paths = Paths(routes)

    def match_route(self, url: str) -> MatchResult:
        asked = urlsplit(url)
        found = self.paths.find(asked.path)
        if found is None:
            raise ValueError("no such route")
        return MatchResult(*found, parse_qs(asked.query, keep_blank_values=True))


gateway = LocalGateway(app, Config(chalice_stage="local"))
gateway.event_converter = LambdaEventConverter(Matcher(list(app.routes)), app.api.binary_types)


def problem(status: int, code: str, title: str, detail: str) -> Answer:
    """A problem+json answer of the gateway itself, before any code of the product."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return status, [("Content-Type", "application/problem+json")], json.dumps(body).encode()


def request_headers(environ: dict[str, Any]) -> dict[str, str]:
    """The request's headers, lower case."""
    found = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
    if environ.get("CONTENT_TYPE"):
        found["content-type"] = environ["CONTENT_TYPE"]
    return found


def api(environ: dict[str, Any]) -> Answer:
    """One call of the API through Chalice's gateway."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > BODY_MOST:
        return problem(413, "http.size", "Content Too Large", "L’envoi dépasse 10 Mo. Envoyez un fichier plus petit.")
    body = environ["wsgi.input"].read(length) if length else None
    try:
        answer = gateway.handle_request(environ["REQUEST_METHOD"], environ["RAW_URI"], request_headers(environ), body)
    except LocalGatewayException:
        return problem(404, "http.route", "Not Found", "Cette adresse n’existe pas. Vérifiez le chemin demandé.")
    headers: Headers = [(name, str(value)) for name, value in answer["headers"].items()]
    for name, values in answer.get("multiValueHeaders", {}).items():
        headers.extend((name, value) for value in values)
    content = answer["body"] or ""
    if answer.get("isBase64Encoded"):
        return answer["statusCode"], headers, base64.b64decode(content)
    return answer["statusCode"], headers, content if isinstance(content, bytes) else content.encode()


def web(path: str) -> Answer:
    """A file of the built web; any other path is a page of the application, so index.html."""
    file = (WEB / unquote(path).lstrip("/")).resolve()
    if not file.is_relative_to(WEB) or not file.is_file():
        if Path(path).suffix and not path.endswith(".html"):
            return 404, [("Content-Type", "text/plain")], b"404"
        file = WEB / "index.html"
    if not file.is_file():
        return 503, [("Content-Type", "text/html; charset=utf-8")], NOT_BUILT.encode()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    hashed = file.is_relative_to(WEB / "assets")
    cache = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return 200, [("Content-Type", kind), ("Cache-Control", cache)], file.read_bytes()


def transfer(environ: dict[str, Any]) -> Answer:
    """A file fetched from the scratch bucket, or put there, by a signed link."""
    url = f"{os.environ['CAVEAU_ENDPOINT']}/{os.environ['CAVEAU_BUCKET_SCRATCH']}{environ['RAW_URI']}"
    method, headers = environ["REQUEST_METHOD"], request_headers(environ)
    length = environ.get("CONTENT_LENGTH") or ""
    headers |= {"content-length": length} if length else {}
    if not signed(method, url, headers):
        return 403, [("Content-Type", "application/xml")], b"<Error><Code>AccessDenied</Code></Error>"
    body = environ["wsgi.input"].read(int(length)) if length else None
    sent = {"Content-Type": headers.get("content-type", "")} if body is not None else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, sent, method=method), timeout=60) as answer:
            kept = [(name, answer.headers[name]) for name in FETCHED if answer.headers[name]]
            return 200, kept, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, [("Content-Type", "application/xml")], refused.read()


def signed(method: str, url: str, headers: dict[str, str]) -> bool:
    """Whether the link is signed for this very request and still good. S3 looks; the embedded one does not."""
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest

    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    try:
        given, names = asked.pop("X-Amz-Signature"), asked["X-Amz-SignedHeaders"].split(";")
        stamp, seconds = asked["X-Amz-Date"], int(asked["X-Amz-Expires"])
        until = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=seconds)
        kept = {name: headers[name] for name in names if name != "host"}
    except (KeyError, ValueError):
        return False
    signer = client("s3")._request_signer
    keys = signer._credentials.get_frozen_credentials()
    auth = S3SigV4QueryAuth(keys, "s3", signer.region_name, expires=seconds)
    request = AWSRequest(method, f"{url.partition('?')[0]}?{urlencode(asked)}", kept)
    request.context["timestamp"] = stamp
    right = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return hmac.compare_digest(right, given) and datetime.now(UTC) < until


def elsewhere(environ: dict[str, Any]) -> str | None:
    """Where to send a page asked under another name than the public one (cookies and Origin hang on the name)."""
    origin = os.environ.get("CAVEAU_ORIGIN", "")
    asked = f"http://{environ.get('HTTP_HOST', '')}"
    page = environ["REQUEST_METHOD"] == "GET" and "text/html" in environ.get("HTTP_ACCEPT", "")
    return origin + environ["RAW_URI"] if origin and page and asked != origin else None


def route(environ: dict[str, Any]) -> Answer:
    """The answer to one request."""
    path: str = environ["RAW_URI"].split("?")[0]
    if path.startswith("/api/"):
        return api(environ)
    if path.startswith("/transfers/"):
        return transfer(environ)
    if (target := elsewhere(environ)) is not None:
        return 302, [("Location", target)], b""
    if path in ("/mailbox", "/mailbox.json"):
        return mailbox.page(path)
    return web(path)


def application(environ: dict[str, Any], start_response: Callable[[str, Headers], object]) -> Iterable[bytes]:
    """The WSGI entry."""
    status, headers, body = route(environ)
    known = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in SECURITY.items() if name.lower() not in known]
    if "content-length" not in known:
        headers.append(("Content-Length", str(len(body))))
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
