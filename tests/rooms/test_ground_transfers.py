"""What is too large for an answer is left for fetching, by a signed link of our own origin."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config

from chalicelib.aws import files
from chalicelib.aws.http import Download, _file
from tests.infra.test_serve import Answer


def test_an_answer_of_4_mb_is_given_at_once_and_a_larger_one_as_a_link(stack: Any) -> None:
    small = _file(Download(b"x" * files.MOST_BYTES, "text/csv", "écritures.csv"))
    assert (small.status_code, len(small.body)) == (200, files.MOST_BYTES)
    content = b"x" * files.MOST_BYTES + b"y"
    large = _file(Download(content, "text/csv", "écritures.csv"))
    assert (large.status_code, large.body) == (303, "")
    where = large.headers["Location"]
    assert where.startswith("/transfers/")
    fetched = Answer("GET", where)
    assert (fetched.status, fetched.body) == (200, content)
    assert fetched.headers["content-type"] == "text/csv"
    assert "filename*=UTF-8''%C3%A9critures.csv" in fetched.headers["content-disposition"]
    assert fetched.headers["cache-control"] == "private, no-store"


def test_nobody_guesses_a_link_and_it_ends(stack: Any) -> None:
    links = {files.left(b"1", "text/csv", "attachment") for _ in range(3)}
    assert len(links) == 3
    for link in links:
        assert len(urlsplit(link).path.removeprefix("/transfers/")) == 32
        assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == ["900"]
    assert Answer("GET", "/transfers/" + "A" * 32).status == 404


def test_on_aws_the_signature_is_for_the_host_that_the_edge_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudFront asks <bucket>.s3.<region>.amazonaws.com; the link must be signed for that very name."""
    tuning = Config(s3={"addressing_style": "virtual"}, signature_version="s3v4")
    s3 = boto3.client("s3", region_name="eu-west-3", config=tuning)
    signed = urlsplit(s3.generate_presigned_url("get_object", Params={"Bucket": "b-scratch", "Key": "transfers/k"}))
    assert signed.netloc == "b-scratch.s3.eu-west-3.amazonaws.com"
    assert signed.path == "/transfers/k"
    assert parse_qs(signed.query)["X-Amz-SignedHeaders"] == ["host"]
