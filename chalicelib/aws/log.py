"""Structured logs and metrics: company and correlation id on every line, never a personal datum or a secret."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.aws.config import config

logger = Logger(service="caveau", log_uncaught_exceptions=False)
metrics = Metrics(namespace="Caveau", service="caveau")


def correlate(request_id: str, company: str | None, actor: str | None = None) -> None:
    """Bind what every later line of this request carries (ids only: an id names nobody)."""
    logger.append_keys(request=request_id, company=company or "-", actor=actor or "-")


def measure(operation: str, company: str, request_id: str, status: int, seconds: float) -> None:
    """One request's time, and whether it was refused (4xx) or failed (5xx), for CloudWatch (nobody listens locally)."""
    if config().local:
        return
    metrics.add_metadata(key="company", value=company)
    metrics.add_metadata(key="request", value=request_id)
    metrics.add_dimension(name="operation", value=operation)
    metrics.add_metric(name="Latency", unit=MetricUnit.Milliseconds, value=round(seconds * 1000, 2))
    metrics.add_metric(name="Refused", unit=MetricUnit.Count, value=int(400 <= status < 500))
    metrics.add_metric(name="Failed", unit=MetricUnit.Count, value=int(status >= 500))
    metrics.flush_metrics()


def tell(name: str, value: float, **dimensions: str) -> None:
    """One figure for an alarm to watch (nobody listens locally)."""
    if config().local:
        return
    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace="Caveau") as metric:
        for key, said in dimensions.items():
            metric.add_dimension(name=key, value=said)
