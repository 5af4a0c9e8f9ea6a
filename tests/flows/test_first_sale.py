"""A winery's first sale, end to end, through the public API of the running system: the story of the main job.

The steps follow one another on one system; each is a test of its own, so a failure names the step.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

import pyotp
import pypdf
import pytest

from scripts.client import Client, Failed
from tests.support.server import shared

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "cavegest"
KEY = json.loads((SAMPLES / "answer_key.json").read_text("utf-8"))
PASSWORD = "Grenache-Syrah-1907"
COMPANY = {
    "name": "Domaine des Trois Frères",
    "legal_form": "SCEA",
    "siret": "404 833 048 00022",
    "vat_number": "FR83 404833048",
    "excise_number": "FR012345E6789",
    "address": {"lines": ["12 chemin des Galets"], "postcode": "33500", "town": "Pomerol", "country": "FR"},
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "email": "contact@troisfreres.example",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story() -> Any:
    """What the steps leave for the next ones."""
    return SimpleNamespace(system=shared(), email="camille@troisfreres.example")


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait until `found()` is true (the bus needs a moment)."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.1)
    return value


def mailed_token(story: Any, to: str) -> str:
    """The token of the newest link mailed to somebody."""

    def found() -> str | None:
        with urllib.request.urlopen(f"{story.system.url}/mailbox.json", timeout=10) as answer:
            texts = [mail["text"] for mail in json.load(answer) if to in mail["to"]]
        return next((match[1] for text in texts if (match := re.search(r"#(\S+)", text))), None)

    token: str = until(found)
    return token


def company(story: Any, path: str, **query: Any) -> str:
    return f"/{story.company}{path}" + (f"?{urlencode(query)}" if query else "")


def test_a_person_signs_up_and_founds_a_company(story: Any) -> None:
    story.client = Client(story.system.url)
    story.client.sign_up(story.email, PASSWORD, "Camille Vigneron")
    made = story.client.post("/companies", COMPANY)
    story.company = made["id"]
    assert made["siret"] == "40483304800022"
    assert made["iban"] == "FR7630006000011234567890189"


@pytest.mark.feature("SEC-11")
def test_she_switches_the_second_factor_on(story: Any) -> None:
    secret = story.client.post("/me/totp", {"password": PASSWORD})["secret"]
    totp = pyotp.TOTP(secret)
    confirmed = story.client.put("/me/totp", {"code": totp.now()})
    again = Client(story.system.url)
    step = again.post("/login", {"email": story.email, "password": PASSWORD})
    assert step["step"] == "second_factor"
    with pytest.raises(Failed):
        again.post("/login/second-factor", {"challenge": step["challenge"], "code": totp.now()})
    recovery = confirmed["codes"][0]
    done = again.post("/login/second-factor", {"challenge": step["challenge"], "recovery_code": recovery})
    assert done["step"] == "done"
    assert again.get("/me")["email"] == story.email


@pytest.mark.feature("1.5-01")
def test_she_invites_a_colleague_with_a_role(story: Any) -> None:
    story.client.post("/me/verification", {})
    story.client.put("/me/verification", {"token": mailed_token(story, story.email)})
    colleague = "bruno@troisfreres.example"
    story.client.post(company(story, "/invitations"), {"email": colleague, "role": "office"})
    story.colleague = Client(story.system.url)
    joining = {"token": mailed_token(story, colleague), "name": "Bruno Chai", "password": PASSWORD + "-b"}
    story.colleague.post("/invitations/signup", joining)
    mine = story.colleague.get("/me")["companies"]
    assert [(one["company"], one["role"]) for one in mine] == [(story.company, "office")]


def send(story: Any, name: str) -> dict[str, str]:
    query = urlencode({"name": name})
    file = story.client.call("POST", company(story, f"/files?{query}"), (SAMPLES / name).read_bytes())
    return {"file": file["id"], "name": name}


def test_both_files_are_previewed(story: Any) -> None:
    story.files = [send(story, "export_clients_cavegest.xlsx"), send(story, "export_tarifs_cavegest.csv")]
    preview = previewed(story)
    story.plan = preview["plan"]
    assert story.plan["questions"] == []
    assert story.plan["customers"]["rows"] == KEY["customers"]["source_rows"]
    assert story.plan["products"]["rows"] == KEY["prices"]["rows"] - KEY["prices"]["section_rows"]
    assert story.plan["products"]["create"] == KEY["prices"]["products"]
    story.imported = preview["id"]
    assert story.client.get(company(story, "/customers"))["count"] == 0, "a preview writes nothing"


def previewed(story: Any) -> dict[str, Any]:
    """An import of the story's files, once the workflow has read them."""
    id = story.client.post(company(story, "/imports"), {"files": story.files})["id"]

    def ready() -> dict[str, Any] | None:
        now: dict[str, Any] = story.client.get(company(story, f"/imports/{id}"))
        assert now["state"] in ("preparing", "draft"), now["failure"]
        return now if now["state"] == "draft" else None

    found: dict[str, Any] = until(ready, 120)
    return found


def run(story: Any, id: str, to: str, end: str) -> dict[str, Any]:
    story.client.post(company(story, f"/imports/{id}/transitions"), {"to": to})
    seen: list[int] = []

    def state() -> dict[str, Any] | None:
        now: dict[str, Any] = story.client.get(company(story, f"/imports/{id}"))
        assert now["state"] != "failed", now["failure"]
        if now["state"] == to:
            seen.append(now["done"])
        return now if now["state"] == end else None

    done: dict[str, Any] = until(state, 120)
    assert seen in (sorted(seen), sorted(seen, reverse=True)), f"progress goes one way: {seen}"
    return done


@pytest.mark.feature("M08")
def test_the_import_runs_and_accounts_for_every_row(story: Any) -> None:
    done = run(story, story.imported, "running", "done")
    tally, customers, products = done["tally"], story.plan["customers"], story.plan["products"]
    assert tally["created"] + tally["warned"] == customers["create"] + products["create"]
    assert tally["refused"] == customers["refuse"] + products["refuse"]
    assert story.client.get(company(story, "/customers"))["count"] == customers["create"]
    rows = json.dumps({"field": "first", "op": "eq", "value": True})
    ledger = story.client.get(company(story, f"/imports/{story.imported}/ledger", where=rows, limit=1))
    assert ledger["count"] >= KEY["customers"]["source_rows"] + KEY["prices"]["rows"]


@pytest.mark.feature("M08")
def test_no_price_is_silently_wrong(story: Any) -> None:
    grids = {grid["code"]: grid for grid in story.client.get(company(story, "/grids"))["items"]}
    assert {code: grid["basis"] for code, grid in grids.items()} == {
        "DEPC": "HT", "CHR": "HT", "EXPT": "HT", "EXPO": "TTC",
    }  # fmt: skip
    for place, expected in KEY["prices"]["spot_checks"].items():
        sku, code = place.split("/")
        found = story.client.get(company(story, "/prices", q=sku, limit=5))["items"]
        (row,) = [one for one in found if one["sku"] == sku]
        (tier,) = row["prices"][grids[code]["id"]]
        assert float(tier["price"]) == float(expected["price"]), place
        assert expected["basis"] == grids[code]["basis"]


def test_again_creates_nothing(story: Any) -> None:
    again = previewed(story)
    assert again["plan"]["customers"]["create"] == 0
    assert again["plan"]["products"]["create"] == 0
    done = run(story, again["id"], "running", "done")
    assert done["tally"]["created"] + done["tally"]["warned"] == 0
    assert story.client.get(company(story, "/customers"))["count"] == story.plan["customers"]["create"]


def test_undo_takes_away_exactly_what_it_made(story: Any) -> None:
    mine = story.client.post(company(story, "/customers"), {"kind": "business", "name": "Le Comptoir déjà là"})
    done = run(story, story.imported, "undoing", "undone")
    assert done["undone"]
    left = story.client.get(company(story, "/customers"))
    assert [one["id"] for one in left["items"]] == [mine["id"]]
    assert story.client.get(company(story, "/variants"))["count"] == 0
    fresh = previewed(story)
    run(story, fresh["id"], "running", "done")
    assert story.client.get(company(story, "/customers"))["count"] == story.plan["customers"]["create"] + 1


@pytest.mark.feature("2.2-14")
def test_an_order_of_ten_lines_is_priced_explained_and_confirmed(story: Any) -> None:
    grids = {grid["code"]: grid["id"] for grid in story.client.get(company(story, "/grids"))["items"]}
    categories = {one["code"]: one["id"] for one in story.client.get(company(story, "/customer-categories"))["items"]}
    wanted = {"category_id": categories["CHR"], "grid_id": grids["CHR"], "country": "FR", "archived": False}
    where = json.dumps({"and": [{"field": name, "op": "eq", "value": value} for name, value in wanted.items()]})
    customer = story.client.get(company(story, "/customers", where=where, limit=1))["items"][0]
    prices = story.client.get(company(story, "/prices", limit=200))["items"]
    sold = [row for row in prices if grids["CHR"] in row["prices"] and row["marketable"]][:10]
    lines = [{"variant": row["id"], "quantity": 6 * (rank + 1)} for rank, row in enumerate(sold)]
    asked = {"customer": customer["id"], "lines": lines}
    preview = story.client.post(company(story, "/orders/price"), asked)
    order = story.client.post(company(story, "/orders"), {**asked, "confirm": True}, **{"Idempotency-Key": "first"})
    assert (order["grid"], order["grid_level"]) == (grids["CHR"], "customer")
    again = story.client.post(company(story, "/orders"), {**asked, "confirm": True}, **{"Idempotency-Key": "first"})
    assert again == order
    assert order["state"] == "validated"
    assert order["totals"] == preview["totals"]
    assert order["totals"]["net"] + order["totals"]["vat"] == order["totals"]["gross"]
    for rank, (line, row) in enumerate(zip(order["lines"], sold, strict=True), 1):
        why = story.client.get(company(story, f"/orders/{order['id']}/lines/{rank}/explain"))
        assert why["unit_price"] == line["unit_price"]
        assert float(line["unit_price"]) == float(row["prices"][grids["CHR"]][0]["price"])
    story.order, story.customer = order, customer


@pytest.mark.feature("2.3-02", "2.3-04", "2.3-30")
def test_the_invoice_is_numbered_frozen_and_printed_in_two_languages(story: Any) -> None:
    invoice = story.client.post(company(story, f"/orders/{story.order['id']}/invoice"), {})
    assert re.fullmatch(r"FA-\d{4}-0001", invoice["number"])
    assert invoice["totals"]["gross"] == story.order["totals"]["gross"]
    papers = {}
    for language in ("fr", "en"):
        path = company(story, f"/invoices/{invoice['id']}/pdf", lang=language)
        papers[language] = story.client.call("GET", path, headers={"Accept": "application/pdf"})
        again = story.client.call("GET", path, headers={"Accept": "application/pdf"})
        assert hashlib.sha256(again).digest() == hashlib.sha256(papers[language]).digest()
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(papers[language])).pages)
        assert invoice["number"] in text
        xml = pypdf.PdfReader(io.BytesIO(papers[language])).attachments["factur-x.xml"][0]
        assert f"{invoice['totals']['gross'] / 100:.2f}".encode() in xml
    assert papers["fr"] != papers["en"]
    for method in ("PUT", "DELETE"):
        with pytest.raises(Failed) as refused:
            story.client.call(method, company(story, f"/invoices/{invoice['id']}"), {})
        assert refused.value.status == 409
    story.invoice = invoice


def test_the_payment_settles_it(story: Any) -> None:
    due = story.invoice["totals"]["gross"]
    methods = story.client.get(company(story, "/payment-methods"))["items"]
    transfer = next(method["id"] for method in methods if method["kind"] == "transfer")
    payment = {
        "customer": story.customer["id"], "method": transfer, "amount": due,
        "allocations": [{"invoice": story.invoice["id"], "amount": due}],
    }  # fmt: skip
    made = story.client.post(company(story, "/payments"), payment)
    assert made["unallocated"] == 0
    (row,) = story.client.get(company(story, "/invoices", q=story.invoice["number"]))["items"]
    assert row["balance"] == 0


def test_the_entries_balance_and_the_fec_is_accepted(story: Any) -> None:
    year = story.invoice["number"].split("-")[1]
    fec = story.client.call("GET", company(story, "/accounting/fec", year=year), headers={"Accept": "text/plain"})
    lines = fec.decode("utf-8").split("\r\n")
    assert lines[0].split("\t")[0] == "JournalCode"
    assert len(lines[0].split("\t")) == 18
    cells = [line.split("\t") for line in lines[1:] if line]

    def cents(text: str) -> int:
        return int(text.replace(",", ""))

    assert sum(cents(cell[11]) for cell in cells) == sum(cents(cell[12]) for cell in cells) > 0
    assert {cell[4][:3] for cell in cells} >= {"411", "445", "512"} or {cell[4][:2] for cell in cells} >= {
        "41",
        "44",
        "51",
    }
    assert story.client.call("POST", company(story, "/accounting/fec/check"), fec)["findings"] == []


def test_a_colleague_is_told_each_step(story: Any) -> None:
    kinds: set[str] = set()
    cursor = ""
    for _ in range(1000):
        page = story.colleague.get(company(story, "/changes", limit=500, **({"after": cursor} if cursor else {})))
        kinds |= {change["kind"] for change in page["items"]}
        if not page["items"] or page["next"] == cursor:
            break
        cursor = page["next"]
    assert {"customer", "variant", "order", "invoice", "payment"} <= kinds
    assert quote(cursor)
