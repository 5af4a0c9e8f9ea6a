"""The seal of invoices through the API: chosen, put on papers, judged, and what happens while the key is away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.kernel.errors import Unavailable
from chalicelib.sales.service import sending
from scripts.twins.mail import MailTwin
from tests.rooms.sales_support import Shop, joined, open_shop
from tests.support.bus import Bus
from tests.support.faults import Faults
from tests.support.papers import text_of
from tests.support.seals import Authority, authority, key_in_kms, rsa_key

TRIAL = "Sceau d'essai, sans valeur"
SENT = {"content-type": "application/octet-stream"}


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


@pytest.fixture(scope="module")
def provider() -> Authority:
    return authority()


@pytest.fixture
def kms(world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """A key in KMS, behind a switch."""
    with key_in_kms(monkeypatch), Faults(config().endpoint or "") as faults, monkeypatch.context() as held:
        held.setenv("AWS_ENDPOINT_URL_KMS", faults.url)
        client.cache_clear()
        yield faults
    client.cache_clear()


def pdf(shop: Shop, invoice: Any, lang: str = "fr") -> bytes:
    content: bytes = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", lang=lang).content
    return content


def check(shop: Shop, content: bytes) -> Any:
    return shop.api.post("/{c}/seal", content, headers=SENT).ok()


def certify(shop: Shop, provider: Authority, **given: Any) -> Any:
    request = shop.api.get("/{c}/seal/request").ok()["request"]
    body = {"mode": "certificate", "certificate": provider.certificate(request, **given)}
    return shop.api.put("/{c}/seal", body)


def test_without_a_choice_papers_have_no_seal_and_old_ones_stay_as_they_were(shop: Shop) -> None:
    assert shop.api.get("/{c}/seal").ok()["mode"] == "none"
    invoice = shop.invoice()
    before = pdf(shop, invoice)
    told = check(shop, before)
    assert (told["state"], told["trust"], told["ours"], told["number"]) == ("none", "none", True, invoice["number"])
    shop.api.put("/{c}/seal", {"mode": "trial"}).ok()
    assert pdf(shop, invoice) == before
    assert check(shop, pdf(shop, invoice, "en"))["state"] == "intact", "one made afterwards has it"


@pytest.mark.feature("2.3-29")
def test_a_trial_seal_holds_and_is_never_called_more_than_a_trial(shop: Shop) -> None:
    chosen = shop.api.put("/{c}/seal", {"mode": "trial"}).ok()
    assert (chosen["label"], chosen["trial"]["subject"], chosen["certificate"]) == (TRIAL, TRIAL, None)
    invoice = shop.invoice()
    content = pdf(shop, invoice)
    told = check(shop, content)
    assert (told["state"], told["whole"], told["trust"], told["label"]) == ("intact", True, "trial", TRIAL)
    assert (told["ours"], told["number"], told["reason"]) == (True, invoice["number"], TRIAL)
    assert TRIAL in check(shop, pdf(shop, invoice, "en"))["reason"]
    assert "certifi" not in json.dumps(told, ensure_ascii=False).replace("certificate", "")
    for at in range(100, len(content), len(content) // 40):
        other = bytearray(content)
        other[at] ^= 1
        broken = check(shop, bytes(other))
        assert (broken["state"], broken["ours"]) == ("broken", False), at
    kept = shop.api.get("/{c}/seal").ok()["trial"]["fingerprint"]
    shop.api.put("/{c}/seal", {"mode": "none"}).ok()
    assert shop.api.put("/{c}/seal", {"mode": "trial"}).ok()["trial"]["fingerprint"] == kept, "its key is made once"


def test_what_is_kept_downloaded_and_mailed_is_the_sealed_paper(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.api.put("/{c}/seal", {"mode": "trial"}).ok()
    shop.customer("chef", emails=["chef@table.example"])
    invoice = shop.invoice(customer="chef")
    shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"]}).ok(202)
    bus.deliver()
    (content,) = mails.taken[-1].attachments.values()
    assert content == pdf(shop, invoice)
    told = check(shop, content)
    assert (told["state"], told["ours"], told["sha256"]) == ("intact", True, hashlib.sha256(content).hexdigest())
    assert invoice["number"] in text_of(content)


def test_the_certificate_of_a_provider_seals_by_the_key_in_kms(
    shop: Shop, provider: Authority, kms: Faults, bus: Bus, mails: MailTwin
) -> None:
    chosen = certify(shop, provider).ok()
    assert (chosen["mode"], chosen["certificate"]["issuer"], chosen["soon"]) == ("certificate", "Confiance SA", False)
    assert chosen["certificate"]["identifier"] == "NTRFR-404833048"
    shop.customer("cave", emails=["cave@table.example"])
    invoice = shop.invoice(customer="cave")
    shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"]}).ok(202)
    bus.deliver()
    (content,) = mails.taken[-1].attachments.values()
    told = check(shop, content)
    assert (told["state"], told["trust"], told["ours"]) == ("intact", "certificate", True)
    assert told["reason"] == f"Facture {invoice['number']}"
    assert content == pdf(shop, invoice)


def test_while_kms_is_away_invoices_are_issued_and_the_seal_comes_later(
    shop: Shop, provider: Authority, kms: Faults, bus: Bus, mails: MailTwin
) -> None:
    certify(shop, provider).ok()
    shop.customer("cave", emails=["cave@table.example"])
    kms.down = {"kms"}
    invoice = shop.invoice(customer="cave")
    asked = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"]}).ok(202)
    with pytest.raises(Unavailable):
        bus.deliver()
    problem = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf").refused(503, "seal.unavailable")
    assert "réessayez" in problem["detail"]
    assert not mails.taken
    kms.down = set()
    sending.carry_left(system_call("test", shop.estate.company))
    (content,) = mails.taken[-1].attachments.values()
    assert check(shop, content)["trust"] == "certificate"
    assert content == pdf(shop, invoice)
    where = json.dumps({"field": "id", "op": "eq", "value": asked["id"]})
    assert shop.api.get("/{c}/messages", where=where).ok()["items"][0]["status"] == "sent"


def test_a_certificate_that_cannot_seal_is_refused_with_its_reason(
    shop: Shop, provider: Authority, kms: Faults
) -> None:
    def refused(code: str, **given: Any) -> None:
        problem = certify(shop, provider, **given).refused(422)
        assert [(one["field"], one["rule"]) for one in problem["errors"]] == [("certificate", f"sales.seal.{code}")]

    refused("expired", days=(-30, -1))
    refused("not_yet", days=(2, 30))
    refused("usage", usage=False)
    refused("wrong_key", public=rsa_key().public_key())
    request = shop.api.get("/{c}/seal/request").ok()["request"]
    own = provider.certificate(request).split("-----END CERTIFICATE-----\n")[0] + "-----END CERTIFICATE-----\n"
    for given, code in ((own, "chain"), ("rien", "unreadable"), ("", "unreadable")):
        problem = shop.api.put("/{c}/seal", {"mode": "certificate", "certificate": given}).refused(422)
        assert problem["errors"][0]["rule"] == f"sales.seal.{code}"
    assert shop.api.get("/{c}/seal").ok()["mode"] == "none"


def test_without_a_key_there_is_no_certificate(shop: Shop) -> None:
    assert shop.api.get("/{c}/seal").ok()["can_certify"] is False
    shop.api.get("/{c}/seal/request").refused(409, "sales.seal.no_key")
    shop.api.put("/{c}/seal", {"mode": "certificate", "certificate": "x"}).refused(409, "sales.seal.no_key")


def test_a_seal_of_another_company_is_not_ours(shop: Shop, new_estate: Any) -> None:
    other = open_shop(new_estate, wines=1)
    other.api.put("/{c}/seal", {"mode": "trial"}).ok()
    told = check(shop, pdf(other, other.invoice()))
    assert (told["state"], told["trust"], told["ours"], told["number"]) == ("intact", "self_signed", False, "")
    shop.api.post("/{c}/seal", b"GIF89a", headers=SENT).refused(422, "sales.seal.not_pdf")


def test_a_stale_version_changes_nothing_and_only_an_administrator_chooses(shop: Shop) -> None:
    first = shop.api.put("/{c}/seal", {"mode": "trial"}).ok()
    shop.api.put("/{c}/seal", {"mode": "none"}).ok()
    shop.api.put("/{c}/seal", {"mode": "trial"}, headers={"If-Match": f'"{first["version"]}"'}).refused(412)
    seller = joined(shop, "reader", "vendeuse")
    seller.put("/{c}/seal", {"mode": "trial"}).refused(403)
    assert seller.get("/{c}/seal").ok()["mode"] == "none"
