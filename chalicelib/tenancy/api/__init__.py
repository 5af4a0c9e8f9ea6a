"""Routes of tenancy, one file per noun, one blueprint in all."""

from chalicelib.aws.http import identify_with, put_off_with
from chalicelib.tenancy.api import (
    attachments,
    backups,
    companies,
    cost,
    exports,
    files,
    history,
    keys,
    login,
    me,
    members,
    platform,
    settings,
    support,
    tasks,
    views,
    webhooks,
)
from chalicelib.tenancy.api.base import routes
from chalicelib.tenancy.service.exports import put_off
from chalicelib.tenancy.service.identify import identify

identify_with(identify)
put_off_with(put_off)

__all__ = [
    "attachments",
    "backups",
    "companies",
    "cost",
    "exports",
    "files",
    "history",
    "keys",
    "login",
    "me",
    "members",
    "platform",
    "routes",
    "settings",
    "support",
    "tasks",
    "views",
    "webhooks",
]
