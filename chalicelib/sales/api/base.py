"""The blueprint that the routes of sales share."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.http import endpoints

routes = Blueprint(__name__)
endpoint = endpoints(routes)
