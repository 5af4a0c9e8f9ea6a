"""The company's settings."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.settings import ExplainedOut, SettingsIn, SettingsOut
from chalicelib.tenancy.service import settings


@endpoint("GET /{company}/settings", scope="tenancy:read")
def list_settings(call: Call) -> SettingsOut:
    """Every setting: the company's choice, the default, what holds."""
    return settings.shown(call)


@endpoint("PUT /{company}/settings", scope="tenancy:write")
def change_settings(call: Call, body: SettingsIn) -> SettingsOut:
    """Change the settings named; null gives one back to its default."""
    return settings.change(call, body)


@endpoint("GET /{company}/settings/{setting}", scope="tenancy:read")
def explain_setting(call: Call, setting: str) -> ExplainedOut:
    """Why a setting has its value."""
    return settings.explain(call, setting)
