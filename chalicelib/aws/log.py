"""Structured logs and metrics: company and correlation id on every line, never a personal datum or a secret."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics

logger = Logger(service="caveau", log_uncaught_exceptions=False)
metrics = Metrics(namespace="Caveau", service="caveau")


def correlate(request_id: str, company: str | None, actor: str | None = None) -> None:
    """Bind what every later line of this request carries (ids only: an id names nobody)."""
    logger.append_keys(request=request_id, company=company or "-", actor=actor or "-")
