"""The blueprint that the routes of tenancy share, and the cookies of a login.

The session cookie is HttpOnly and SameSite=Lax, Secure as soon as the origin is https; the device cookie only
says "this browser was here before" and opens nothing.
"""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.http import endpoints
from chalicelib.tenancy.rules.identity import SESSION_DAYS
from chalicelib.tenancy.service.identify import COOKIE
from chalicelib.tenancy.service.sessions import Browser, browser_of

routes = Blueprint(__name__)
endpoint = endpoints(routes)

DEVICE = "caveau_device"
DAY = 24 * 3600


def browser(call: Call) -> Browser:
    """The browser that sends the request being answered."""
    return browser_of(call, call.cookies.get(DEVICE))


def sign_in(call: Call, token: str, device: str) -> None:
    """Send the cookies of a new login session with the answer."""
    call.set_cookies.append(_cookie(COOKIE, token, SESSION_DAYS * DAY))
    call.set_cookies.append(_cookie(DEVICE, device, 730 * DAY))


def sign_out(call: Call) -> None:
    """Take the session cookie back."""
    call.set_cookies.append(_cookie(COOKIE, "", 0))


def _cookie(name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if config().origin.startswith("https:") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
