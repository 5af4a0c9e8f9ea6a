"""What is too large for the gateway passes by the scratch shelf, by signed links of our own origin: answers left for
fetching, files put there before they are declared."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config

from chalicelib.aws import files, transfers
from chalicelib.aws.http import Download, _file
from tests.infra.test_serve import Answer


def test_an_answer_of_4_mb_is_given_at_once_and_a_larger_one_as_a_link(stack: Any) -> None:
    small = _file(Download(b"x" * transfers.MOST_AT_ONCE, "text/csv", "écritures.csv"))
    assert (small.status_code, len(small.body)) == (200, transfers.MOST_AT_ONCE)
    content = b"x" * transfers.MOST_AT_ONCE + b"y"
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
    links = {transfers.left(b"1", "text/csv", "attachment") for _ in range(3)}
    assert len(links) == 3
    for link in links:
        assert len(urlsplit(link).path.removeprefix("/transfers/")) == 32
        assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == ["900"]
    assert Answer("GET", "/transfers/" + "A" * 32).status == 403


def test_on_aws_the_signature_is_for_the_host_that_the_edge_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudFront asks <bucket>.s3.<region>.amazonaws.com; the link must be signed for that very name."""
    tuning = Config(s3={"addressing_style": "virtual"}, signature_version="s3v4")
    s3 = boto3.client("s3", region_name="eu-west-3", config=tuning)
    signed = urlsplit(s3.generate_presigned_url("get_object", Params={"Bucket": "b-scratch", "Key": "transfers/k"}))
    assert signed.netloc == "b-scratch.s3.eu-west-3.amazonaws.com"
    assert signed.path == "/transfers/k"
    assert parse_qs(signed.query)["X-Amz-SignedHeaders"] == ["host"]


# --- files that go up ------------------------------------------------------------------------------------------------

LARGE = b"cru;cuv\xe9e\n" * 500_000


def put(estate: Any, content: bytes, **headers: str) -> Answer:
    """A file put on the shelf as the web does."""
    asked = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    given = estate.api.post("/{c}/transfers", asked).ok(201)
    return Answer("PUT", given["path"], content, **({"content_type": given["content_type"]} | headers))


def declared(content: bytes) -> dict[str, str]:
    return {"Caveau-Transfer": hashlib.sha256(content).hexdigest()}


def test_a_file_of_5_mb_is_put_down_then_declared(estate: Any) -> None:
    assert len(LARGE) > transfers.MOST_AT_ONCE
    estate.api.call("POST", "/{c}/files", LARGE, None, {"name": "a"}).refused(413, "file.too_large_at_once")
    estate.api.call("POST", "/{c}/files", b"", declared(LARGE), {"name": "a"}).refused(422, "file.not_sent")
    assert put(estate, LARGE).status == 200
    stored = estate.api.call("POST", "/{c}/files", b"", declared(LARGE), {"name": "liste.csv"}).ok(201)
    assert (stored["id"], stored["size"]) == (declared(LARGE)["Caveau-Transfer"], len(LARGE))
    assert files.get(estate.company, stored["id"]) == LARGE


def test_a_large_file_is_kept_with_a_record_and_comes_back(estate: Any) -> None:
    customer = estate.api.post("/{c}/customers", {"kind": "business", "name": "Cave du Port"}).ok(201)["id"]
    assert put(estate, LARGE).status == 200
    path = f"/{{c}}/attachments/customer/{customer}"
    held = estate.api.call("POST", path, b"", declared(LARGE), {"name": "plan.csv", "content_type": "text/csv"}).ok(201)
    got = estate.api.get(f"{path}/{held['items'][0]['file']}")
    assert got.status == 303
    fetched = Answer("GET", got.headers["location"])
    assert (fetched.status, fetched.body == LARGE, fetched.headers["content-type"]) == (200, True, "text/csv")


def test_a_signed_room_takes_one_size_and_one_type_and_no_other_name(estate: Any) -> None:
    content = b"a room of one's own"
    asked = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    path = estate.api.post("/{c}/transfers", asked).ok(201)["path"]
    right = {"content_type": transfers.SENT_TYPE}
    assert path.startswith(f"/transfers/{estate.company}/{asked['sha256']}?")
    assert parse_qs(urlsplit(path).query)["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
    assert Answer("PUT", path, content + b"!", **right).status == 403
    assert Answer("PUT", path, content, content_type="text/html").status == 403
    assert Answer("PUT", path.replace(estate.company, "com_other"), content, **right).status == 403
    assert Answer("PUT", path.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"), content, **right).status == 403
    assert Answer("GET", path).status == 403
    assert Answer("DELETE", path).status == 403
    assert Answer("PUT", path, content, **right).status == 200


def test_other_bytes_than_named_are_refused(estate: Any) -> None:
    promised, kept = b"the right ones", b"the wrong ones"
    asked = {"sha256": hashlib.sha256(promised).hexdigest(), "size": len(kept)}
    path = estate.api.post("/{c}/transfers", asked).ok(201)["path"]
    assert Answer("PUT", path, kept, content_type=transfers.SENT_TYPE).status == 200
    estate.api.call("POST", "/{c}/files", b"", declared(promised), {"name": "a"}).refused(422, "file.not_sent")


def test_another_company_finds_nothing_there(estate: Any, new_estate: Any) -> None:
    content = b"ours alone"
    assert put(estate, content).status == 200
    other = new_estate()
    other.api.call("POST", "/{c}/files", b"", declared(content), {"name": "a"}).refused(422, "file.not_sent")


def test_what_is_not_a_name_or_too_large_is_refused(estate: Any) -> None:
    for name in ("../../else", "0" * 63, "G" * 64):
        estate.api.call("POST", "/{c}/files", b"", {"Caveau-Transfer": name}, {"name": "a"}).refused(
            422, "file.not_sent"
        )
    asked = {"sha256": "0" * 64, "size": transfers.MOST_SENT + 1}
    estate.api.post("/{c}/transfers", asked).refused(413, "file.too_large")


def test_declaring_once_more_gives_the_same_answer_and_another_file_is_another_intent(estate: Any) -> None:
    first, second = b"first file", b"second file"
    for content in (first, second):
        assert put(estate, content).status == 200
    customer = estate.api.post("/{c}/customers", {"kind": "business", "name": "Cave du Fort"}).ok(201)["id"]
    path, key = f"/{{c}}/attachments/customer/{customer}", {"Idempotency-Key": "one-intent"}
    query = {"name": "a.txt"}
    once = estate.api.call("POST", path, b"", declared(first) | key, query).ok(201)
    assert estate.api.call("POST", path, b"", declared(first) | key, query).ok(201) == once
    estate.api.call("POST", path, b"", declared(second) | key, query).refused(422, "http.idempotency_key_reused")
