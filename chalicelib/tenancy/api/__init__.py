"""Routes of tenancy, one file per noun, one blueprint in all."""

from chalicelib.aws.http import identify_with
from chalicelib.tenancy.api import (
    attachments,
    backups,
    companies,
    cost,
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
from chalicelib.tenancy.service.identify import identify

identify_with(identify)

__all__ = [
    "attachments",
    "backups",
    "companies",
    "cost",
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
