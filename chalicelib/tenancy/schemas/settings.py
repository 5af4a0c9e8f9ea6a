"""The settings of a company: their declarations, their values, why a value holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract

Value = str | int | bool


class SettingOut(Contract):
    name: str
    type: Literal["bool", "int", "percent", "text", "choice", "term", "number_format", "reference"]
    group: str
    label: str = Field(description="In the reader's language.")
    choices: list[str]
    levels: list[str] = Field(description="Most specific first; `default` comes after the last.")
    level: str = Field(description="The level that the company itself holds.")
    default: Value | None
    own: Value | None = Field(description="What the company chose; null inherits the default.")
    value: Value | None = Field(description="What holds for the company.")


class SettingsOut(Contract):
    items: list[SettingOut]
    version: int = Field(description="0 while nothing was ever changed.")


class SettingsIn(Contract):
    """Only the settings named here change; null gives one back to its default."""

    values: dict[str, Value | None] = Field(max_length=100)


class StepOut(Contract):
    level: str
    value: Value | None
    outcome: Literal["won", "inherits", "hidden", "overruled"]


class ExplainedOut(Contract):
    """Why a setting has its value: each level in order, the winner named."""

    name: str
    value: Value | None
    level: str
    trace: list[StepOut]
