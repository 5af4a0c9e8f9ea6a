"""The books, from the facts: entries, letters, the legal file and its check."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.accounting import service
from chalicelib.accounting.rules.fec_check import check_fec
from chalicelib.aws.call import system_call
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Unavailable
from tests.rooms.sales_support import CSV, TEXT, Shop, open_shop
from tests.rooms.tenancy_support import told_again

TODAY = paris_date(datetime.now(UTC))
YEAR = TODAY.year


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def fec(shop: Shop, **query: Any) -> bytes:
    reply = shop.api.get("/{c}/accounting/fec", headers=TEXT, **query)
    assert reply.status == 200, reply.content
    return bytes(reply.content)


def records(content: bytes) -> list[dict[str, str]]:
    header, *lines = content.decode().split("\r\n")[:-1]
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def moved(content: bytes) -> list[tuple[str, str, str, str, str]]:
    """(entry, account, debit, credit, letter) of each line."""
    names = ("EcritureNum", "CompteNum", "Debit", "Credit", "EcritureLet")
    return [tuple(record[name] for name in names) for record in records(content)]  # type: ignore[misc]


@pytest.mark.feature("6.1-03")
@pytest.mark.feature("6.1-X02")
def test_an_invoice_and_its_payment_in_the_legal_file(shop: Shop) -> None:
    invoice = shop.invoice()
    shop.pay(34560, [(invoice["id"], 34560)])
    reply = shop.api.get("/{c}/accounting/fec", headers=TEXT)
    content = reply.content
    assert f'filename="404833048FEC{YEAR}1231.txt"' in reply.headers["content-disposition"]
    assert moved(content) == [
        ("1", "411000", "345,60", "0,00", "A"),
        ("1", "701100", "0,00", "288,00", ""),
        ("1", "445710", "0,00", "57,60", ""),
        ("2", "512000", "345,60", "0,00", ""),
        ("2", "411000", "0,00", "345,60", "A"),
    ]
    first = records(content)[0]
    assert (first["JournalCode"], first["PieceRef"], first["CompAuxLib"]) == (
        "VE",
        invoice["number"],
        "Le Bistrot d'Élise",
    )
    assert first["CompAuxNum"] == invoice["buyer"]["code"]
    assert check_fec(content) == []
    checked = shop.api.post("/{c}/accounting/fec/check", content).ok()
    assert checked == {"accepted": True, "count": 0, "findings": []}


def test_the_file_is_complete_before_the_bus_and_the_same_after(shop: Shop, bus: Any) -> None:
    invoice = shop.invoice()
    before = fec(shop)
    assert len(moved(before)) == 3
    bus.deliver()
    assert fec(shop) == before
    shop.pay(100, [(invoice["id"], 100)])
    bus.deliver()
    assert shop.api.get("/{c}/accounting/entries").ok()["count"] == 2
    assert len(moved(fec(shop))) == 5


def test_a_fact_told_again_is_booked_once(shop: Shop, bus: Any) -> None:
    shop.invoice()
    bus.deliver()
    assert told_again(shop.estate.company)
    assert shop.api.get("/{c}/accounting/entries").ok()["count"] == 1
    assert service.book_pending(system_call("test", shop.estate.company, datetime.now(UTC))) == 0


def test_many_bookings_at_once_book_each_fact_once(shop: Shop) -> None:
    invoices = [shop.invoice() for _ in range(12)]
    shop.pay(34560 * 12, [(invoice["id"], 34560) for invoice in invoices])

    def book(_: int) -> None:
        with suppress(Unavailable):
            service.book_pending(system_call("test", shop.estate.company, datetime.now(UTC)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(book, range(4)))
    content = fec(shop)
    assert check_fec(content) == []
    assert {record["EcritureNum"] for record in records(content)} == {str(n) for n in range(1, 14)}
    letters = [record["EcritureLet"] for record in records(content) if record["CompteNum"] == "411000"]
    assert sorted(letters) == sorted([*"ABCDEFGHIJKL"] * 2)


@pytest.mark.feature("2.4-07")
def test_one_transfer_for_two_invoices_letters_each_and_leaves_the_credit_open(shop: Shop) -> None:
    first, second = shop.invoice(), shop.invoice(lines=2)
    paid = shop.pay(110000, [(first["id"], 34560), (second["id"], 69120)])
    bank = [line for line in moved(fec(shop)) if line[0] == "3"]
    assert bank == [
        ("3", "512000", "1100,00", "0,00", ""),
        ("3", "411000", "0,00", "345,60", "A"),
        ("3", "411000", "0,00", "691,20", "B"),
        ("3", "411000", "0,00", "63,20", ""),
    ]
    third = shop.invoice(quantity=7, discount_percent="100")
    assert third["totals"]["gross"] == 0
    fourth = shop.invoice(quantity=7)
    body = {"allocations": [{"invoice": fourth["id"], "amount": 6320}]}
    shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body).ok()
    shop.pay(1240, [(fourth["id"], 1240)])
    content = fec(shop)
    lettered = [line for line in moved(content) if line[4] == "C"]
    assert [(line[2], line[3]) for line in lettered] == [("0,00", "63,20"), ("75,60", "0,00"), ("0,00", "12,40")]
    assert check_fec(content) == []


@pytest.mark.feature("2.4-08")
def test_a_cancelled_payment_is_reversed_never_removed(shop: Shop) -> None:
    invoice = shop.invoice()
    paid = shop.pay(34560, [(invoice["id"], 34560)], method="cheque")
    assert [line[4] for line in moved(fec(shop)) if line[1] == "411000"] == ["A", "A"]
    shop.api.post(f"/{{c}}/payments/{paid['id']}/cancel", {"reason": "chèque rejeté"}).ok()
    content = fec(shop)
    assert [line for line in moved(content) if line[0] in "23"] == [
        ("2", "511200", "345,60", "0,00", ""),
        ("2", "411000", "0,00", "345,60", "B"),
        ("3", "511200", "0,00", "345,60", ""),
        ("3", "411000", "345,60", "0,00", "B"),
    ]
    assert [line[4] for line in moved(content) if line[0] == "1"] == ["", "", ""]
    assert check_fec(content) == []
    shop.pay(34560, [(invoice["id"], 34560)])
    assert [line[4] for line in moved(fec(shop)) if line[1] == "411000"] == ["C", "B", "B", "C"]


def test_booking_goes_on_over_many_facts(shop: Shop) -> None:
    """More facts than one page of candidates and one transaction hold."""
    for _ in range(55):
        shop.pay(100, [])
    content = fec(shop)
    assert check_fec(content) == []
    assert {record["EcritureNum"] for record in records(content)} == {str(n) for n in range(1, 56)}


@pytest.mark.feature("6.1-X02")
def test_a_payment_of_thirty_invoices_is_booked_and_undone(shop: Shop) -> None:
    """The largest fact there is: thirty letters in one transaction."""
    invoices = [shop.invoice() for _ in range(30)]
    paid = shop.pay(34560 * 30, [(invoice["id"], 34560) for invoice in invoices])
    assert sum(1 for line in moved(fec(shop)) if line[4]) == 60
    shop.api.post(f"/{{c}}/payments/{paid['id']}/cancel", {"reason": "erreur"}).ok()
    content = fec(shop)
    assert check_fec(content) == []
    assert sum(1 for line in moved(content) if line[1] == "411000" and not line[4]) == 30


@pytest.mark.feature("2.3-06")
def test_sales_without_vat_go_to_the_accounts_of_their_zone(shop: Shop) -> None:
    family = shop.api.post("/{c}/families", {"code": "ACC", "name": "Accessoires"}).ok(201)["id"]
    product = shop.api.post("/{c}/products", {"family_id": family, "name": "Tire-bouchon", "vintages": []}).ok(201)
    opener = shop.api.post("/{c}/variants", {"product_id": product["id"], "sku": "TB"}).ok(201)["id"]
    shop.customer("suisse", name="Cave du Lac", siret="", vat_number="",
                  billing={"postcode": "1200", "town": "Genève", "country": "CH"})  # fmt: skip
    line = {"variant": opener, "quantity": 1, "unit_price": "10"}
    for customer in ("bistrot", "suisse"):
        body = {"customer": shop.customer(customer), "lines": [line], "confirm": True}
        order = shop.api.post("/{c}/orders", body).ok(201)
        shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    accounts = [line[1] for line in moved(fec(shop))]
    assert accounts == ["411000", "701000", "445710", "411000", "701200"]


def test_the_chart_is_a_setting_and_what_is_booked_stays(shop: Shop) -> None:
    shop.invoice()
    booked = fec(shop)
    chart = shop.api.get("/{c}/accounting/chart").ok()
    assert (chart["customers"], chart["vat"]["20"], chart["version"]) == ("411000", "445710", 0)
    asked = {name: value for name, value in chart.items() if name != "version"}
    asked |= {"customers": "411100", "aux_prefix": "411", "vat": {"20": "445711"}}
    saved = shop.api.put("/{c}/accounting/chart", asked, headers={"If-Match": '"0"'}).ok()
    assert saved == {**asked, "version": 1}
    shop.api.put("/{c}/accounting/chart", asked, headers={"If-Match": '"7"'}).refused(412)
    shop.api.put("/{c}/accounting/chart", {**asked, "customers": "clients"}).refused(422)
    invoice = shop.invoice()
    content = fec(shop)
    assert content.startswith(booked)
    after = records(content)[3:]
    assert [record["CompteNum"] for record in after] == ["411100", "701100", "445711"]
    assert after[0]["CompAuxNum"] == f"411{invoice['buyer']['code']}"


@pytest.mark.parametrize(("separator", "encoding"), [("pipe", "utf-8"), ("tab", "iso-8859-15"), ("pipe", "ascii")])
def test_the_file_in_each_form(shop: Shop, separator: str, encoding: str) -> None:
    shop.invoice()
    content = fec(shop, separator=separator, encoding=encoding, year=YEAR)
    assert check_fec(content) == []
    content.decode(encoding)
    assert (b"|" in content) is (separator == "pipe")
    assert len(moved(fec(shop, year=YEAR - 1))) == 0


def test_a_year_that_does_not_close_in_december(new_estate: Any) -> None:
    start = (TODAY.month % 12) + 1
    shop = open_shop(new_estate, wines=1, fiscal_year_start=start)
    shop.invoice()
    reply = shop.api.get("/{c}/accounting/fec", headers=TEXT)
    assert f"FEC{TODAY:%Y%m}" in reply.headers["content-disposition"]
    assert len(moved(reply.content)) == 3


def test_a_file_of_others_is_checked_line_by_line(shop: Shop) -> None:
    shop.invoice()
    content = fec(shop)
    wrong = content.replace(b"345,60", b"345,61", 1)
    checked = shop.api.post("/{c}/accounting/fec/check", wrong).ok()
    assert (checked["accepted"], checked["count"]) == (False, 2)
    assert [(one["line"], one["column"], one["rule"]) for one in checked["findings"]] == [
        (2, "EcritureNum", "fec.entry_balance"),
        (0, "", "fec.total"),
    ]
    for rubbish in (b"", b"\x00\xff" * 50, b"PK\x03\x04" * 10):
        assert shop.api.post("/{c}/accounting/fec/check", rubbish).ok()["accepted"] is False
    many = content.splitlines(keepends=True)[0] + b"x\r\n" * 2000
    checked = shop.api.post("/{c}/accounting/fec/check", many).ok()
    assert (checked["count"], len(checked["findings"])) == (2000, 500)


def test_a_company_without_siren_has_no_file(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1, siret="", vat_number="")
    shop.api.get("/{c}/accounting/fec", headers=TEXT).refused(422, "accounting.fec.no_siren")


def test_entries_and_ledger_are_lists(shop: Shop, bus: Any) -> None:
    invoice = shop.invoice()
    shop.pay(34560, [(invoice["id"], 34560)])
    bus.deliver()
    page = shop.api.get("/{c}/accounting/entries", sums="total").ok()
    assert [(row["number"], row["journal"], row["lettered"]) for row in page["items"]] == [
        (2, "BQ", True),
        (1, "VE", True),
    ]
    assert page["sums"] == {"total": 69120}
    entry = shop.api.get(f"/{{c}}/accounting/entries/{page['items'][1]['id']}").ok()
    assert (entry["source"], [line["debit"] for line in entry["lines"]]) == (invoice["id"], [34560, 0, 0])
    shop.api.get("/{c}/accounting/entries/ent_unknown").refused(404)
    where = json.dumps({"field": "account", "op": "eq", "value": "411000"})
    ledger = shop.api.get("/{c}/accounting/ledger", where=where, sums="debit,credit").ok()
    assert ledger["sums"] == {"debit": 34560, "credit": 34560}
    assert shop.api.get("/{c}/accounting/ledger", q="elise").ok()["count"] == 5
    content = shop.api.get("/{c}/accounting/ledger/export", format="csv", headers=CSV).content.decode("utf-8-sig")
    assert len(content.splitlines()) == 6


def test_strangers_and_other_companies_learn_nothing(shop: Shop, new_estate: Any) -> None:
    shop.invoice()
    service.book_pending(system_call("test", shop.estate.company, datetime.now(UTC)))
    entry = shop.api.get("/{c}/accounting/entries").ok()["items"][0]["id"]
    other = new_estate()
    for path in ("entries", f"entries/{entry}", "ledger", "fec", "chart", "ledger/export"):
        shop.api.stranger().get(f"/{{c}}/accounting/{path}").refused(401)
        other.api.into(shop.estate.company).get(f"/{{c}}/accounting/{path}").refused(404)
    other.api.get(f"/{{c}}/accounting/entries/{entry}").refused(404)
