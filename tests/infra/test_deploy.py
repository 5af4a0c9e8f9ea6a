"""The package, deployed by scripts/deploy.py into the embedded stack: the main job through the edge, the API and the
functions as they were packaged, each under its own role and every company behind its fence, with rights enforced; the
workflow to success, refusal, undo; copies in Frankfurt, earlier versions, a schedule that fires.

The steps follow one another on one deployment; the last tests look at everything that was asked of AWS meanwhile.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.aws.transfers import MOST_SENT
from scripts.client import Failed
from scripts.deploy import publish, refresh
from scripts.infra import replica
from tests.flows import test_first_sale as sale
from tests.rooms.migration_support import customers_file
from tests.rules.migration_support import PREAMBLE, PRICE_HEADINGS, customer_row
from tests.support.deployed import Deployed
from tests.support.packaged import packaged

pytestmark = pytest.mark.slow
ACCOUNT = "000000000000"
CSV = {"Accept": "text/csv"}
LONG_EXPORT = 30


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the steps leave for the next ones, on the deployment they share."""
    packaged()
    deployed = Deployed()
    try:
        told = SimpleNamespace(system=deployed.start(), email="camille@troisfreres.example")
        told.web = tmp_path_factory.mktemp("dist")
        yield told
    finally:
        deployed.stop()


def asked(story: Any, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One plain request at the door."""
    connection = http.client.HTTPConnection("localhost", int(story.system.url.rpartition(":")[2]), timeout=60)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait until `found()` is true."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.05)
    return value


# --- the edge --------------------------------------------------------------------------------------------------------


def test_the_web_is_published_pages_before_the_page_that_names_them(story: Any) -> None:
    (story.web / "assets").mkdir()
    (story.web / "index.html").write_text("<!doctype html><title>Caveau</title>")
    (story.web / "assets" / "index-1a2b3c.js").write_text("1")
    cloud, outputs = story.system.cloud, story.system.outputs
    assert publish(cloud, "eu-west-3", outputs["WebBucket"], story.web) == 2
    refresh(cloud, outputs["Distribution"])
    for path in ("/", "/com_1/orders"):
        status, headers, body = asked(story, "GET", path)
        assert (status, b"Caveau" in body) == (200, True)
        assert headers["cache-control"] == "no-cache"
    status, headers, _ = asked(story, "GET", "/assets/index-1a2b3c.js")
    assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


@pytest.mark.feature("SEC-04")
def test_plain_http_is_led_to_https_and_refused_on_the_api(story: Any) -> None:
    clear = {"X-Forwarded-Proto": "http"}
    status, headers, _ = asked(story, "GET", "/com_1/orders?x=1", **clear)
    assert (status, headers["location"].startswith("https://")) == (301, True)
    assert asked(story, "GET", "/api/v1/health", **clear)[0] == 403
    assert asked(story, "GET", "/transfers/x", **clear)[0] == 403


@pytest.mark.feature("SEC-04")
def test_every_answer_has_the_security_headers(story: Any) -> None:
    for path in ("/", "/assets/index-1a2b3c.js", "/api/v1/health", "/api/v1/me"):
        headers = asked(story, "GET", path)[1]
        assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains", path
        assert "script-src 'self';" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "SAMEORIGIN")


# --- the main job ----------------------------------------------------------------------------------------------------


def small(story: Any) -> list[dict[str, str]]:
    """Two files of an old program: forty customers, twelve products."""
    shared = {"Fam.": "CHR", "Libellé famille": "Cafés, hôtels, restaurants", "Tarif": "CHR"}
    rows = [customer_row(Code_client=f"T{n:05}", Nom=f"Client {n}", **shared) for n in range(40)]
    line = "CUV{n:03};Les Galets {n};Rosé;2019;75 cl;;20;10,00;9,50;9,00;12,00;O"
    prices = "\r\n".join([PREAMBLE + ";".join(PRICE_HEADINGS), *(line.format(n=n) for n in range(1, 13))]) + "\r\n"
    sent = []
    for name, content in (("clients.xlsx", customers_file(*rows)), ("tarifs.csv", prices.encode("cp1252"))):
        file = story.client.call("POST", sale.company(story, "/files", name=name), content)
        sent.append({"file": file["id"], "name": name})
    return sent


def test_a_company_is_founded_with_a_second_factor_and_a_colleague(story: Any) -> None:
    sale.test_a_person_signs_up_and_founds_a_company(story)
    sale.test_she_switches_the_second_factor_on(story)
    sale.test_she_invites_a_colleague_with_a_role(story)


def executions(story: Any) -> dict[str, int]:
    """How many runs of the workflow ended how."""
    states = story.system.client("stepfunctions")
    machine = next(one for one in states.list_state_machines()["stateMachines"] if one["name"] == "caveau-import")
    found = states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
    return {status: sum(one["status"] == status for one in found) for status in {one["status"] for one in found}}


def test_the_workflow_stops_at_a_refusal_and_says_why(story: Any) -> None:
    """A grid of that name is made between preview and run, prices with VAT in it: the run refuses to write."""
    story.files = small(story)
    story.imported = sale.previewed(story)["id"]
    made = story.client.post(sale.company(story, "/grids"), {"code": "CHR", "name": "CHR", "basis": "TTC"})
    story.client.post(sale.company(story, f"/imports/{story.imported}/transitions"), {"to": "running"})
    path = sale.company(story, f"/imports/{story.imported}")
    failed = until(lambda: (now := story.client.get(path))["state"] == "failed" and now)
    assert "CHR" in failed["failure"]
    until(lambda: executions(story) == {"FAILED": 1, "SUCCEEDED": 1})
    story.client.call("DELETE", sale.company(story, f"/grids/{made['id']}"))


def test_asked_again_the_workflow_writes_every_row(story: Any) -> None:
    done = sale.run(story, story.imported, "running", "done")
    assert done["tally"]["created"] + done["tally"]["warned"] == 52
    until(lambda: executions(story) == {"FAILED": 1, "SUCCEEDED": 2})
    assert story.client.get(sale.company(story, "/customers"))["count"] == 40


def test_the_workflow_undoes_what_it_wrote(story: Any) -> None:
    done = sale.run(story, story.imported, "undoing", "undone")
    assert done["undone"]["kept"] == 0
    until(lambda: executions(story) == {"FAILED": 1, "SUCCEEDED": 3})
    assert story.client.get(sale.company(story, "/customers"))["count"] == 0
    again = sale.previewed(story)
    sale.run(story, again["id"], "running", "done")


def test_a_sale_goes_from_order_to_books(story: Any) -> None:
    sale.test_an_order_of_ten_lines_is_priced_explained_and_confirmed(story)
    sale.test_the_invoice_is_numbered_frozen_and_printed_in_two_languages(story)
    sale.test_the_payment_settles_it(story)
    sale.test_the_entries_balance_and_the_fec_is_accepted(story)
    sale.test_a_colleague_is_told_each_step(story)


@pytest.mark.feature("SEC-05")
@pytest.mark.parametrize(("name", "under"), [("Documents", "{}/files/"), ("Journal", "journal/{}/")])
def test_what_is_written_in_paris_is_in_frankfurt_with_the_same_bytes(story: Any, name: str, under: str) -> None:
    """The embedded stack copies as the rule of the template says; AWS promises 15 minutes by the same rule."""
    near, far = story.system.client("s3"), story.system.client("s3", "eu-central-1")
    bucket, prefix = story.system.outputs[f"{name}Bucket"], under.format(story.company)
    twin = bucket.replace(f"-{name.lower()}-", f"-{name.lower()}-replica-")

    def held(store: Any, place: str) -> set[str]:
        return {one["Key"] for one in store.list_objects_v2(Bucket=place, Prefix=prefix).get("Contents", [])}

    kept = held(near, bucket)
    assert len(kept) >= 4
    until(lambda: held(far, twin) >= kept)
    for key in kept:
        copy = far.get_object(Bucket=twin, Key=key)["Body"].read()
        assert copy == near.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert name == "Journal" or hashlib.sha256(copy).hexdigest() == key.rpartition("/")[2]


@pytest.mark.feature("SEC-07")
def test_an_earlier_version_of_a_file_is_given_back_in_one_action(story: Any) -> None:
    path = f"/attachments/customer/{story.customer['id']}"
    versions = [b"%PDF-1.7 the lease of 2025", b"%PDF-1.7 the lease of 2026"]
    for content in versions:
        story.client.call("POST", sale.company(story, path, name="bail.pdf", content_type="application/pdf"), content)
    held = story.client.get(sale.company(story, path))
    (before,) = held["earlier"]
    back = story.client.post(sale.company(story, f"{path}/{before['file']['file']}"), {})
    assert [one["file"] for one in back["items"]] == [hashlib.sha256(versions[0]).hexdigest()]
    pdf = {"Accept": "application/pdf"}
    opened = story.client.call("GET", sale.company(story, f"{path}/{back['items'][0]['file']}"), headers=pdf)
    assert opened == versions[0]
    bucket, s3 = story.system.outputs["DocumentsBucket"], story.system.client("s3")
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"


# --- signed links ----------------------------------------------------------------------------------------------------


def test_a_file_too_large_for_the_gateway_passes_by_the_edge_both_ways(story: Any) -> None:
    """The client puts it at a signed link, names it by its SHA-256, and fetches it at another."""
    path, content = f"/attachments/customer/{story.customer['id']}", b"%PDF-1.7 the cellar's plan " + bytes(5 << 20)
    named = sale.company(story, path, name="plan.pdf", content_type="application/pdf")
    kept = story.client.call("POST", named, content)
    (file,) = [one["file"] for one in kept["items"] if one["name"] == "plan.pdf"]
    assert file == hashlib.sha256(content).hexdigest()
    pdf = {"Accept": "application/pdf"}
    assert story.client.call("GET", sale.company(story, f"{path}/{file}"), headers=pdf) == content


def test_the_largest_file_goes_up_and_what_was_not_announced_does_not(story: Any) -> None:
    """32 MB to the byte, and the signature is looked at: another length, another file, another type are refused."""
    content = bytes(MOST_SENT - 4) + b"fin\n"
    sha256 = hashlib.sha256(content).hexdigest()
    room = story.client.post(sale.company(story, "/transfers"), {"sha256": sha256, "size": len(content)})
    elsewhere = room["path"].replace(sha256, hashlib.sha256(b"another").hexdigest())
    for path, sent, kind in (
        (room["path"], b"shorter", room["content_type"]),
        (elsewhere, content[:9], room["content_type"]),
        (room["path"].replace("X-Amz-Expires=900", "X-Amz-Expires=90000"), b"later", room["content_type"]),
    ):
        with pytest.raises(Failed) as refused:
            story.client.fetched(path, sent, kind)
        assert refused.value.status == 403
    made = story.client.call("POST", sale.company(story, "/files", name="photo.tif"), content)
    assert made["id"]


def test_a_long_export_is_made_by_its_own_function_and_fetched_by_the_edge(story: Any) -> None:
    content = story.client.call("GET", sale.company(story, "/customers/export", format="csv"), headers=CSV)
    assert content.decode("utf-8-sig").count("\n") > LONG_EXPORT
    made = [one for one in story.system.judgments() if one["who"].endswith("-TenancyMakeExport")]
    assert {one["action"] for one in made} >= {"s3:PutObject"}, "not by the request itself"


def test_a_schedule_fires_its_function(story: Any) -> None:
    """A schedule of the template is told to fire now: the nightly backup begins, and facts carry it to its end."""
    scheduler = story.system.client("scheduler")
    held = scheduler.get_schedule(Name="caveau-tenancy-back-up")
    wanted = {key: held[key] for key in ("Name", "FlexibleTimeWindow", "Target", "GroupName") if key in held}
    scheduler.update_schedule(**wanted, ScheduleExpression="rate(1 minute)")
    bucket = f"caveau-backups-{ACCOUNT}"
    twin = f"caveau-backups-replica-{ACCOUNT}"

    def whole(place: str, region: str) -> list[str]:
        found = story.system.client("s3", region).list_objects_v2(Bucket=place).get("Contents", [])
        return [one["Key"] for one in found if one["Key"].endswith("/manifest.json")]

    until(lambda: whole(bucket, "eu-west-3") and whole(twin, "eu-central-1"), 150)
    scheduler.update_schedule(**wanted, ScheduleExpression=held["ScheduleExpression"])


# --- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("SEC-01")
def test_the_templates_refuse_another_region(story: Any) -> None:
    cloud = story.system.cloud
    url = f"https://s3.eu-west-3.amazonaws.com/{cloud.artifacts('caveau', 'eu-west-3')}/replica.json"
    cloud.client("s3", "eu-west-3").put_object(
        Bucket="caveau-artifacts-000000000000", Key="replica.json", Body=json.dumps(replica()).encode()
    )
    with pytest.raises(Exception, match="Frankfurt"):
        cloud.stack("elsewhere", "eu-west-1", url, {"Name": "elsewhere"})


# --- rights ----------------------------------------------------------------------------------------------------------


def test_every_api_that_the_story_calls_is_allowed(story: Any) -> None:
    assert len({one["who"] for one in story.system.judgments()}) >= 8, "functions under roles of their own"
    refused = [one for one in story.system.judgments() if not one["allowed"]]
    assert refused == []


def test_the_company_worked_behind_its_fence(story: Any) -> None:
    """Its sessions open its own partitions (infra/fence.yaml): both policies evaluated by the embedded stack."""
    behind = [one for one in story.system.judgments() if one["who"] == story.company]
    assert {one["action"] for one in behind} >= {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query"}
    assert len(behind) > 200
