"""The support chat, answered from outside the company, here and by e-mail; the telephone by plan; suggestions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.aws.call import PLATFORM, Call, system, system_call
from chalicelib.tenancy.rules import plans
from chalicelib.tenancy.service import answers, desk
from scripts.inbound import receive
from tests.rooms.tenancy_support import address, bus_from_now, colleague, mails_to, told_again, with_totp
from tests.support.api import Api, Estate
from tests.support.bus import Bus
from tests.support.estates import PASSWORD

NEW = Callable[..., Estate]
PAGE = "/c/x/orders?f=state:in:draft"


@pytest.fixture(scope="module")
def staff(world: Any) -> Api:
    """Someone of the platform's desk, with a second factor."""
    email, api = address(), Api(world)
    api.post("/signup", {"email": email, "password": PASSWORD, "name": "Sam Support"}).ok()
    desk.appoint(system_call("test"), email)
    with_totp(api, PASSWORD)
    assert api.get("/me").ok()["staff"]
    return api


def asked(estate: Estate, text: str = "Comment imprimer ?") -> dict[str, Any]:
    body = {"subject": "Impression", "text": text, "page": PAGE}
    made: dict[str, Any] = estate.api.post("/{c}/support", body).ok(201)
    return made


def later(minutes: float) -> Call:
    return Call(system("test"), PLATFORM, datetime.now(UTC) + timedelta(minutes=minutes), "req-later")


@pytest.mark.feature("1.2-01")
def test_a_thread_keeps_order_author_time_and_page_and_what_is_unread(new_estate: NEW, staff: Api) -> None:
    estate = new_estate()
    thread = asked(estate)
    assert estate.api.get("/{c}/support").ok()["unread"] == 0
    waiting = staff.get("/platform/support", q="Impression", sort="-last_at").ok()["items"][0]
    assert (waiting["id"], waiting["unread_by_support"], waiting["person_name"]) == (
        thread["id"],
        1,
        "Camille Vigneron",
    )
    seen = staff.get(f"/platform/support/{thread['id']}").ok()
    staff.put(f"/platform/support/{thread['id']}", {"seen": len(seen["messages"])}).ok()
    staff.post(f"/platform/support/{thread['id']}", {"text": "Par le bouton PDF."}).ok()
    support = estate.api.get("/{c}/support").ok()
    assert (support["unread"], support["items"][0]["unread_by_person"]) == (1, 1)
    read = estate.api.get(f"/{{c}}/support/{thread['id']}").ok()
    assert [(one["side"], one["name"], one["text"], one["page"]) for one in read["messages"]] == [
        ("person", "Camille Vigneron", "Comment imprimer ?", PAGE),
        ("support", "Sam Support", "Par le bouton PDF.", ""),
    ]
    assert read["messages"][0]["at"] < read["messages"][1]["at"]
    opened = estate.api.put(f"/{{c}}/support/{thread['id']}", {"seen": 2}).ok()
    assert opened["unread"] == 0
    assert estate.api.get("/{c}/support").ok()["unread"] == 0
    staff.put(f"/platform/support/{thread['id']}", {"state": "closed"}).ok()
    again = estate.api.post(f"/{{c}}/support/{thread['id']}", {"text": "Merci !"}).ok()
    assert (again["state"], len(again["messages"])) == ("open", 3)


def test_an_exchange_is_of_one_person_only(new_estate: NEW, staff: Api) -> None:
    estate, other = new_estate(), new_estate()
    thread = asked(estate)["id"]
    other.api.get(f"/{{c}}/support/{thread}").refused(404, "tenancy.support.not_found")
    partner = colleague(estate, Bus(), "owner", address()).into(estate.company)
    partner.post(f"/{{c}}/support/{thread}", {"text": "?"}).refused(404, "tenancy.support.not_found")
    assert partner.get("/{c}/support").ok()["items"] == []
    assert staff.into(estate.company).get("/{c}/customers").status == 404


@pytest.mark.feature("1.2-03")
def test_the_telephone_is_shown_by_plan_at_once(new_estate: NEW, staff: Api) -> None:
    estate = new_estate()
    line = {"phone": "+33 5 57 00 00 00", "hours_fr": "lundi au vendredi, 9 h à 18 h", "hours_en": "Mon to Fri, 9 to 6"}
    staff.put("/platform/plans", line).ok()
    basic = estate.api.get("/{c}/support").ok()
    assert (basic["plan"], basic["line"]) == ("essential", None)
    Bus().deliver()  # the company is on the platform's register
    staff.put(f"/platform/plans/{estate.company}", {"plan": "serenity"}).ok()
    higher = estate.api.get("/{c}/support").ok()
    assert (higher["plan_label"], higher["line"]) == ("Sérénité", {"phone": line["phone"], "hours": line["hours_fr"]})
    assert {"company": estate.company, "plan": "serenity"} in staff.get("/platform/plans").ok()["items"]
    staff.put(f"/platform/plans/{estate.company}", {"plan": "essential"}).ok()
    assert estate.api.get("/{c}/support").ok()["line"] is None
    staff.put(f"/platform/plans/{estate.company}", {"plan": "gold"}).refused(422, "tenancy.plan.unknown")
    staff.put("/platform/plans/com_x", {"plan": "serenity"}).refused(404, "tenancy.company.not_registered")


def reply(estate: Estate, to: str, text: str, sender: str | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender or f"Camille <{estate.email}>", to, "Re: Réponse du support"
    mail.set_content(text)
    return mail


@pytest.mark.feature("1.2-X01")
def test_an_answer_is_mailed_after_ten_minutes_away_and_the_reply_lands_in_the_thread(
    new_estate: NEW, staff: Api
) -> None:
    estate = new_estate()
    thread = asked(estate)["id"]
    staff.post(f"/platform/support/{thread}", {"text": "Essayez le bouton PDF."}).ok()
    answers.relay(later(9))
    assert mails_to(estate.email, "Réponse du support") == []
    answers.relay(later(11))
    (mail,) = mails_to(estate.email, "Réponse du support")
    assert "Essayez le bouton PDF." in mail
    answers.relay(later(30))
    assert len(mails_to(estate.email, "Réponse du support")) == 1

    person = estate.api.get("/me").ok()["id"]
    to = answers.reply_address(thread, person)
    typed = "Ça marche, merci.\n\nLe 22 nov. 2026 à 10:00, Caveau a\nécrit :\n> Essayez le bouton PDF.\n"
    assert receive(reply(estate, to, typed), to.lower(), "m1") == "landed"
    assert receive(reply(estate, to, typed), to, "m1") == "known"
    last = estate.api.get(f"/{{c}}/support/{thread}").ok()["messages"][-1]
    assert (last["text"], last["name"], last["by_mail"]) == ("Ça marche, merci.", "Camille Vigneron", True)
    assert staff.get(f"/platform/support/{thread}").ok()["unread"] == 1


def test_a_reply_that_is_not_the_persons_own_lands_nowhere(new_estate: NEW, staff: Api) -> None:
    estate = new_estate()
    thread, person = asked(estate)["id"], estate.api.get("/me").ok()["id"]
    to = answers.reply_address(thread, person)
    proof = to.partition("@")[0].rpartition(".")[2]
    forged = to.replace(proof, proof[::-1])
    assert receive(reply(estate, to, "Bonjour", "pirate@ailleurs.example"), to, "f1") == "not the person"
    assert receive(reply(estate, forged, "Bonjour"), forged, "f2") == "for nobody"
    assert receive(reply(estate, to, "Bonjour"), to, "f3", spam="FAIL") == "refused"
    assert receive(reply(estate, to, "> seulement cité"), to, "f4") == "empty"
    assert len(estate.api.get(f"/{{c}}/support/{thread}").ok()["messages"]) == 1


@pytest.mark.feature("INN-08")
def test_suggestions_are_proposed_voted_once_commented_and_their_voters_told(new_estate: NEW, staff: Api) -> None:
    estate, other = new_estate(), new_estate()
    made = estate.api.post("/{c}/suggestions", {"title": "Étiquettes colis en A6", "text": "Comme La Poste."}).ok(201)
    path = f"/{{c}}/suggestions/{made['id']}"
    assert (made["votes"], made["voted"], made["mine"]) == (1, True, True)
    assert other.api.put(f"{path}/vote", {}).ok()["votes"] == 2
    assert other.api.put(f"{path}/vote", {}).ok()["votes"] == 2
    assert other.api.delete(f"{path}/vote").ok()["votes"] == 1
    assert other.api.put(f"{path}/vote", {}).ok()["votes"] == 2
    other.api.post(path, {"text": "Nous aussi."}).ok()
    said = estate.api.get(path).ok()["comments"]
    assert [(one["by"], one["name"], one["text"]) for one in said] == [("estate", "", "Nous aussi.")]
    assert other.api.get(path).ok()["author"] == ""
    found = other.api.get("/{c}/suggestions", q="etiquettes a6").ok()["items"][0]
    assert (found["id"], found["votes"], found["comments"], found["voted"]) == (made["id"], 2, 1, True)

    bus = bus_from_now()
    staff.put(f"/platform/suggestions/{made['id']}", {"state": "planned", "answer": "Au printemps."}).ok()
    bus.deliver()
    told_again(PLATFORM)
    for email in (estate.email, other.email):
        (mail,) = mails_to(email, "Suggestion prévue")
        assert "Étiquettes colis en A6" in mail
        assert "Au printemps." in mail
    staff.put(f"/platform/suggestions/{made['id']}", {"state": "done"}).ok()
    bus.deliver()
    assert len(mails_to(other.email, "Suggestion réalisée")) == 1
    staff.put(f"/platform/suggestions/{made['id']}", {"state": "open"}).refused(409, "tenancy.suggestion.transition")


def test_the_words_of_the_server_follow_the_page_at_once(new_estate: NEW) -> None:
    """A worker may remember for half a minute who asks, his language included: the page says which one it is in."""
    api, basic = new_estate().api, plans.plan_of(None)
    said = [
        api.get("/{c}/support", {"Caveau-Language": language}).ok()["plan_label"] for language in ("fr", "en", "xx")
    ]
    assert said == [basic.label_fr, basic.label_en, basic.label_fr]
