from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.crm.rules import (
    Address,
    Category,
    Contact,
    Customer,
    checked,
    code_key,
    offers_to,
    recipients,
    said,
    visible,
)
from chalicelib.kernel.inheritance import payment_term

BISTRO = Customer("cus_1", "C1", "business", "Bistro du Port", representative="usr_1")


def found(customer: Customer) -> dict[str, tuple[str, bool]]:
    return {one.field: (one.problem.code, one.problem.blocks) for one in checked(customer)[1]}


def test_a_customer_is_stored_clean() -> None:
    clean, problems = checked(
        replace(
            BISTRO,
            name="  Bistro\u00a0du  Port ",
            siret="404 833 048 00022",
            vat_number="fr 83 404 833 048",
            emails=("Contact@Port.FR", "contact@port.fr", " "),
            phones=("04.61.66.30.49",),
            billing=Address(("1, quai ", ""), "75 001", " Paris ", "france"),
            contacts=(Contact(" Rey ", email="Rey@Port.fr"),),
        )
    )
    assert problems == []
    assert clean.name == "Bistro du Port"
    assert (clean.siret, clean.siren, clean.vat_number) == ("40483304800022", "404833048", "FR83404833048")
    assert (clean.emails, clean.phones) == (("contact@port.fr",), ("+33461663049",))
    assert clean.billing == Address(("1, quai",), "75001", "Paris", "FR")
    assert clean.country == "FR"
    assert clean.contacts == (Contact("Rey", email="rey@port.fr"),)
    assert checked(clean)[0] == clean


def test_every_problem_is_told_on_its_field() -> None:
    wrong = replace(
        BISTRO,
        name=" ",
        siret="1",
        vat_number="DE136695976",
        excise_number="FR379736E2267",
        emails=("a@b",),
        phones=("le soir",),
        payment_term="30 jours",
        billing=Address(postcode="9676", country="Syldavie"),
        deliveries=(Address(postcode="9676"), Address(phone="12")),
        contacts=(Contact("X", email="dupont@"),),
    )
    assert found(wrong) == {
        "name": ("crm.customer.no_name", True),
        "siret": ("identifier.siret.format", True),
        "vat_number": ("identifier.vat.other_country", False),
        "excise_number": ("identifier.excise.unusual", False),
        "emails.0": ("identifier.email.format", True),
        "phones.0": ("identifier.phone.format", True),
        "payment_term": ("crm.payment_term", True),
        "billing.country": ("identifier.country.unknown", True),
        "deliveries.0.postcode": ("identifier.postcode.lost_zero", False),
        "deliveries.1.phone": ("identifier.phone.format", True),
        "contacts.0.email": ("identifier.email.format", True),
    }


@pytest.mark.feature("1.4-08")
@pytest.mark.parametrize(
    ("actor", "only_own", "expected"), [("usr_1", True, True), ("usr_2", True, False), ("usr_2", False, True)]
)
def test_who_may_know_of_a_customer(actor: str, only_own: bool, expected: bool) -> None:
    assert visible(BISTRO, actor, only_own) is expected
    assert visible(replace(BISTRO, representative=None), actor, only_own) is not only_own


@pytest.mark.feature("4.1-01")
def test_a_category_gives_what_the_customer_inherits() -> None:
    chr_ = Category("cat_1", "CHR", "Restaurants", payment_term="eom-30", payment_method="transfer")
    levels = said(BISTRO, chr_, "payment_term") | {"invoice_options": "net-60"}
    assert payment_term(levels, individual=False).value == "eom-30"
    own = said(replace(BISTRO, payment_term="net-0"), chr_, "payment_term")
    assert payment_term(own, individual=False).level == "customer"
    assert said(BISTRO, None, "payment_method") == {"customer": None, "customer_category": None}


def test_names_and_codes() -> None:
    person = Customer("cus_2", "C2", "individual", "Vaillant", "Renée")
    assert (person.display_name, person.individual) == ("Vaillant Renée", True)
    assert replace(person, kind="business").display_name == "Vaillant"
    assert code_key(" t00001") == code_key("T00001")


def test_each_document_goes_to_the_contacts_who_receive_it() -> None:
    rey = Contact("Rey", email="compta@port.fr", documents=("invoice", "reminder"))
    petit = Contact("Petit", email="chef@port.fr", documents=("order", "marketing"))
    bistro = replace(BISTRO, emails=("contact@port.fr", "autre@port.fr"), contacts=(rey, petit, Contact("Sans")))
    assert recipients(bistro, "invoice") == ("compta@port.fr",)
    assert recipients(bistro, "order") == ("chef@port.fr",)
    assert recipients(bistro, "quote") == ("contact@port.fr",)
    assert recipients(replace(bistro, bounced=("compta@port.fr", "contact@port.fr")), "invoice") == ()
    assert recipients(replace(bistro, bounced=("contact@port.fr",)), "quote") == ("autre@port.fr",)


@pytest.mark.feature("4.1-08")
def test_offers_go_only_where_they_are_agreed_to_and_arrive() -> None:
    petit = Contact("Petit", email="chef@port.fr", documents=("marketing",))
    twice = Contact("Bis", email="contact@port.fr", documents=("marketing",))
    bistro = replace(
        BISTRO, emails=("contact@port.fr", "mort@port.fr"), contacts=(petit, twice), bounced=("mort@port.fr",)
    )
    assert offers_to(bistro) == ()
    agreed = replace(bistro, consent=True)
    assert offers_to(agreed) == ("contact@port.fr", "chef@port.fr")
    assert offers_to(replace(agreed, archived=True)) == ()
