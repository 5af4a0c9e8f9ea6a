"""The blueprint that the routes of tenancy share, and the cookies of a login.

The session cookie is HttpOnly and SameSite=Lax, Secure as soon as the origin is https; the device cookie only
says "this browser was here before" and opens nothing.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TypeVar, cast

from chalice.app import Blueprint, Response

from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.http import endpoints
from chalicelib.kernel.contract import Contract
from chalicelib.tenancy.rules.identity import SESSION_DAYS
from chalicelib.tenancy.service.identify import COOKIE
from chalicelib.tenancy.service.sessions import Browser, browser_of

routes = Blueprint(__name__)
endpoint = endpoints(routes)

T = TypeVar("T", bound=Contract)
DEVICE = "caveau_device"
DAY = 24 * 3600


def browser(call: Call) -> Browser:
    """The browser that sends the request being answered."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(routes.current_request.headers.get("cookie", ""))
    except CookieError:
        return browser_of(call, None)
    return browser_of(call, jar[DEVICE].value if DEVICE in jar else None)


def signed_in(call: Call, out: T, token: str, device: str) -> T:
    """The answer with the cookies of a new login session."""
    return with_cookies(call, out, _cookie(COOKIE, token, SESSION_DAYS * DAY), _cookie(DEVICE, device, 730 * DAY))


def with_cookies(call: Call, out: T, *cookies: str) -> T:
    """The answer as a response that sets cookies. (The view's contract stays `T`: `endpoint` lets a response
    through.)"""
    headers = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "X-Request-Id": call.request_id,
        "Set-Cookie": list(cookies),
    }
    return cast(T, Response(out.model_dump_json(), headers, call.status))


def signed_out(call: Call) -> None:
    """An empty answer that takes the session cookie back."""
    headers = {"Cache-Control": "no-store", "X-Request-Id": call.request_id, "Set-Cookie": _cookie(COOKIE, "", 0)}
    return cast(None, Response("", headers, 204))


def _cookie(name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if config().origin.startswith("https:") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
