"""AWS clients, made at first use and kept for the life of the process (boto3 is never imported at start)."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from chalicelib.aws.config import config


@cache
def client(service: str, region: str = "", hurried: bool = False, once: bool = False) -> Any:
    """The boto3 client of `service` ("s3", "events", "sesv2"…), aimed at the embedded stack when there is one; in
    another `region` than our own for what is kept far away. `hurried`: gives up within seconds, for who can ask
    elsewhere. `once`: never tries again by itself, for what must not be done twice."""
    import boto3
    from botocore.config import Config as Tuning

    settings = config()
    tuning = Tuning(
        retries={"total_max_attempts": 1 if once else 2 if hurried else 4, "mode": "standard"},
        connect_timeout=2 if hurried else 3,
        read_timeout=5 if hurried else 20,
        s3={"addressing_style": "path" if settings.endpoint else "virtual"},
        signature_version="s3v4" if service == "s3" else None,  # signed links name the region's own host
    )
    # The usual variable for one service alone: a twin of SES, say.
    endpoint = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or settings.endpoint
    return boto3.client(service, region_name=region or settings.region, endpoint_url=endpoint, config=tuning)
