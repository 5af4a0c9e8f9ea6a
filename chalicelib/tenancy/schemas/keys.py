"""API keys. The token is in one answer, once."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, Field

from chalicelib.kernel.contract import Contract


class KeyIn(Contract):
    name: str = Field(min_length=1, max_length=80, description="What the key is for.")
    scopes: list[str] = Field(min_length=1, max_length=100)
    expires_at: AwareDatetime | None = Field(default=None, description="UTC instant; null: until revoked.")


class KeyOut(Contract):
    id: str
    name: str
    scopes: list[str]
    ending: str = Field(description="Last 4 characters of the token.")
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To the hour.")
    version: int


class KeysOut(Contract):
    items: list[KeyOut]


class NewKeyOut(Contract):
    """`secret` is the whole key (`cav_…`), shown now and never again."""

    key: KeyOut
    secret: str
