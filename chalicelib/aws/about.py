"""Whether we answer, in which version, and what each version brought.

The releases stand in templates/releases.json, newest first, in the words of the people who use them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import __version__
from chalicelib.aws.call import Call
from chalicelib.aws.http import UNLIMITED, endpoints
from chalicelib.kernel.contract import Contract

routes = Blueprint(__name__)
endpoint = endpoints(routes)


class HealthOut(Contract):
    status: str
    version: str


class ReleaseOut(Contract):
    version: str
    on: str = Field(description="the day it came out, YYYY-MM-DD")
    fr: list[str] = Field(description="what one can now do, a sentence each")
    en: list[str]


class ChangelogOut(Contract):
    running: str = Field(description="the version that answers, as in /health")
    items: list[ReleaseOut] = Field(description="newest first")


@endpoint("GET /health", scope="public", per_minute=UNLIMITED)
def health(call: Call) -> HealthOut:
    """The running version; asks nothing of anybody, so outside probes may call it as often as they like."""
    return HealthOut(status="ok", version=__version__)


@endpoint("GET /changelog", scope="public")
def changelog(call: Call) -> ChangelogOut:
    """The releases, for anybody."""
    return ChangelogOut(running=__version__, items=[ReleaseOut(**one) for one in releases()])


def releases() -> list[dict[str, Any]]:
    """What templates/releases.json says."""
    text = (files("templates") / "releases.json").read_text(encoding="utf-8")
    told: list[dict[str, Any]] = json.loads(text)
    return told
