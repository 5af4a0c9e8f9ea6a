"""Paris does not answer: what was stored opens all the same, from its replica in Frankfurt (SEC-05)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.aws import files, replica
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.kernel.errors import NotFound
from scripts.stack import Stack
from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.support.faults import Faults

TWIN = "caveau-documents-replica-000000000000"
PARIS, FRANKFURT = "s3 eu-west-3", "s3 eu-central-1"


@pytest.fixture(scope="module")
def far(stack: Stack) -> Any:
    """The twin, which on AWS the second stack makes."""
    s3 = client("s3", "eu-central-1")
    s3.create_bucket(Bucket=TWIN, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return s3


@pytest.fixture
def two(stack: Stack, far: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Both places behind a switch; `replicate()` does what S3 does meanwhile (tests/infra/test_deploy.py sees it)."""

    def replicate() -> int:
        held = far.list_objects_v2(Bucket=config().bucket_documents).get("Contents", [])
        for one in held:
            source = {"Bucket": config().bucket_documents, "Key": one["Key"]}
            far.copy_object(Bucket=TWIN, Key=one["Key"], CopySource=source)
        return len(held)

    with Faults(stack.url) as faults:
        monkeypatch.setenv("CAVEAU_ENDPOINT", faults.url)
        monkeypatch.setenv("CAVEAU_DYNAMODB_URL", stack.url)
        monkeypatch.setenv("CAVEAU_DOCUMENTS_REPLICA", f"eu-central-1={TWIN}")
        anew()
        yield SimpleNamespace(faults=faults, replicate=replicate)
        monkeypatch.undo()
        anew()


def anew() -> None:
    config.cache_clear()
    client.cache_clear()
    replica.forget()


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def kept(shop: Shop, content: bytes) -> str:
    """A file attached to a customer; gives the path that downloads it."""
    path = f"/{{c}}/attachments/customer/{shop.customer('bistrot')}"
    shop.api.call("POST", path, content, None, {"name": "bail.pdf", "content_type": "application/pdf"}).ok()
    return f"{path}/{hashlib.sha256(content).hexdigest()}"


@pytest.mark.feature("SEC-05")
@pytest.mark.parametrize("cut", [False, True], ids=["refuses", "silent"])
def test_downloads_go_on_from_frankfurt_while_paris_is_away(two: Any, shop: Shop, cut: bool) -> None:
    content = b"%PDF-1.7 " + bytes([cut])
    path = kept(shop, content)
    printed = f"/{{c}}/invoices/{shop.invoice()['id']}/pdf"
    paper = shop.api.get(printed, PDF).content
    assert two.replicate() >= 2
    two.faults.cut, two.faults.down = cut, {PARIS}
    assert shop.api.get(path).content == content
    again = shop.api.get(printed, PDF)
    assert (again.status, again.content) == (200, paper)
    tried = two.faults.calls["s3", "GET"]
    assert shop.api.get(path).content == content
    assert two.faults.calls["s3", "GET"] == tried + 1, "for a minute Frankfurt is asked first"
    two.faults.down = set()
    replica.forget()
    assert shop.api.get(path).content == content


def test_frankfurt_away_changes_nothing(two: Any, shop: Shop) -> None:
    path = kept(shop, b"in Paris")
    two.faults.down = {FRANKFURT}
    assert shop.api.get(path).content == b"in Paris"


def test_what_is_not_copied_yet_is_said_to_be_away_never_gone(two: Any, shop: Shop) -> None:
    path = kept(shop, b"written this very second")
    two.faults.down = {PARIS}
    refusal = shop.api.get(path).refused(503, "file.unavailable")
    assert "quelques minutes" in refusal["detail"]
    two.faults.down = set()
    assert shop.api.get(path).content == b"written this very second", "Frankfurt, asked first, has not got it"


def test_what_is_nowhere_is_gone_and_both_were_asked(two: Any, shop: Shop) -> None:
    with pytest.raises(NotFound):
        files.get(shop.estate.company, "0" * 64)
    assert two.faults.calls["s3", "GET"] == 2


def test_a_refusal_of_access_is_no_outage() -> None:
    def answered(status: int, code: str) -> ClientError:
        said: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        return ClientError(said, "GetObject")

    assert not replica.silent(answered(403, "AccessDenied"))
    assert replica.silent(answered(503, "SlowDown"))
    assert replica.silent(answered(404, "NoSuchBucket"))
    assert not replica.silent(ValueError())
