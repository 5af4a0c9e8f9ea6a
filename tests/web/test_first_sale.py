"""A winery's first sale in a real browser, and a colleague's browser that sees each step without a reload.

The steps follow one another in the two windows, which stay open; each is a test of its own, so a failure names the
step. What the server does is proved by tests/flows/test_first_sale.py; here, that a person can do it and see it.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from scripts.client import Client
from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web.browser import PHONE, Screen, until

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "cavegest"
KEY = json.loads((SAMPLES / "answer_key.json").read_text("utf-8"))
PASSWORD = "Grenache-Syrah-1907"
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)

LIVE = 5
"""Seconds until a colleague sees what was done."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story(system: LocalSystem, browser: Browser) -> Iterator[Any]:
    """Anne's window and Bruno's, and what the steps leave for the next ones."""
    told = SimpleNamespace(system=system, anne=Screen(browser, system.url), bruno=Screen(browser, system.url))
    told.email = f"anne.{system.port}@troisfreres.example"
    yield told
    told.anne.clean()
    told.bruno.clean()


def mailed_link(story: Any, to: str) -> str:
    """The newest link mailed to somebody."""

    def found() -> str | None:
        with urllib.request.urlopen(f"{story.system.url}/mailbox.json", timeout=60) as answer:
            texts = [mail["text"] for mail in json.load(answer) if to in mail["to"]]
        return next((match[0] for text in texts if (match := re.search(r"https?://\S+#\S+", text))), None)

    link: str = until(found)
    return link


def at(story: Any, path: str = "") -> str:
    return f"/c/{story.company}/{path}".rstrip("/")


def ask(story: Any, path: str, **query: Any) -> Any:
    """The API with Anne's cookies: to know what to type, and to compare."""
    client = Client(story.system.url)
    client.cookies = {one["name"]: one["value"] for one in story.anne.context.cookies()}
    return client.get(f"/{story.company}{path}" + (f"?{urlencode(query)}" if query else ""))


@pytest.mark.feature("1.1-01")
def test_she_signs_up_and_founds_her_company(story: Any) -> None:
    anne: Screen = story.anne
    page = anne.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    page.get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Votre nom").fill("Anne Moreau")
    page.get_by_label("Adresse e-mail").fill(story.email)
    page.locator("input[type=password]").fill("court")
    anne.button("Créer mon compte").click()
    expect(page.get_by_text("Mot de passe trop court")).to_be_visible()
    page.locator("input[type=password]").fill(PASSWORD)
    anne.button("Créer mon compte").click()
    page.wait_for_url("**/companies/new")
    anne.field("name").fill("Domaine des Trois Frères")
    anne.field("legal_form").fill("SCEA")
    anne.field("siret").fill("404 833 048 00023")
    anne.field("vat_number").fill("FR83 404833048")
    anne.field("excise_number").fill("FR012345E6789")
    anne.field("address.lines").fill("12 chemin des Galets")
    anne.field("address.postcode").fill("33500")
    anne.field("address.town").fill("Pomerol")
    anne.field("iban").fill("FR76 3000 6000 0112 3456 7890 189")
    anne.button("Créer la société").click()
    expect(anne.field("siret")).to_have_attribute("aria-invalid", "true")  # the refusal stands at its field
    anne.field("siret").fill("404 833 048 00022")
    anne.button("Créer la société").click()
    page.wait_for_url(re.compile(r"/c/com_\w+/company"))
    story.company = re.search(r"/c/(com_\w+)", page.url)[1]  # type: ignore[index]
    expect(anne.field("iban")).to_have_value("FR76 3000 6000 0112 3456 7890 189")
    page.locator("input[type=file]").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": LOGO})
    anne.toast("Logo enregistré.")
    expect(page.get_by_alt_text("Logo de Domaine des Trois Frères")).to_be_visible()


@pytest.mark.feature("SEC-11")
def test_she_switches_the_second_factor_on_and_a_deep_link_survives_signing_in(story: Any) -> None:
    anne: Screen = story.anne
    page = anne.open("/profil")
    anne.button("Activer").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Continuer").click()
    expect(dialog.get_by_alt_text("Code QR à scanner")).to_be_visible()
    secret = dialog.locator("[data-secret]").inner_text()
    dialog.get_by_label("Chiffre du code").first.click()
    page.keyboard.type(pyotp.TOTP(secret).now(), delay=60)
    recovery = dialog.locator("[data-recovery]")
    expect(recovery).to_have_count(10)
    code = recovery.first.inner_text()
    dialog.get_by_role("button", name="Je les ai gardés").click()
    page.goto(story.system.url + at(story))
    page.get_by_role("button", name=re.compile("Compte de Anne")).click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    page.wait_for_url("**/signin")
    wanted = at(story, "customers?q=bistrot&sort=-town")
    anne.open(wanted)
    page.wait_for_url("**/signin?next=*")
    page.get_by_label("Adresse e-mail").fill(story.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    anne.button("Utiliser un code de secours").click()
    page.get_by_label("Code de secours").fill(code)
    anne.button("Valider").click()
    page.wait_for_url(story.system.url + wanted)
    expect(page.get_by_label("Rechercher", exact=True)).to_have_value("bistrot")


@pytest.mark.feature("1.5-01", "1.4-07")
def test_she_invites_a_colleague_who_joins_from_his_own_browser(story: Any) -> None:
    anne, bruno = story.anne, story.bruno
    anne.page.goto(mailed_link(story, story.email))
    expect(anne.page.get_by_text("Votre adresse est vérifiée.")).to_be_visible()
    page = anne.open(at(story, "users"))
    anne.button("Inviter").click()
    colleague = f"bruno.{story.system.port}@troisfreres.example"
    page.get_by_role("dialog").get_by_label("Adresse e-mail").fill(colleague)
    anne.button("Envoyer l’invitation").click()
    anne.toast(f"Invitation envoyée à {colleague}.")
    bruno.page.goto(mailed_link(story, colleague))
    expect(bruno.page.get_by_text("Domaine des Trois Frères")).to_be_visible()
    assert "#" not in bruno.page.url, "the token has left the address"
    bruno.page.get_by_label("Votre nom").fill("Bruno Chai")
    bruno.page.locator("input[type=password]").fill(PASSWORD + "-b")
    bruno.button("Créer mon compte et rejoindre").click()
    bruno.page.wait_for_url(re.compile(rf"/c/{story.company}$"))
    rail = bruno.page.get_by_role("navigation", name="Pages", exact=True)
    expect(rail.get_by_role("link", name="Commandes")).to_be_visible()
    rail.get_by_role("button", name="Réglages").click()
    expect(rail.get_by_role("link", name="Paramètres")).to_be_visible()
    expect(rail.get_by_role("link", name="Clés d’API")).to_have_count(0)  # not for the office


@pytest.mark.feature("M08")
def test_both_files_are_previewed_run_and_accounted_for(story: Any) -> None:
    anne, bruno = story.anne, story.bruno
    bruno.open(at(story, "customers"))
    expect(bruno.page.get_by_role("heading", name="Aucun client pour l’instant")).to_be_visible()
    page = anne.open(at(story, "imports/new"))
    files = [SAMPLES / "export_clients_cavegest.xlsx", SAMPLES / "export_tarifs_cavegest.csv"]
    page.locator("input[type=file]").set_input_files(files)
    anne.button("Voir l’aperçu").click()
    page.wait_for_url(re.compile(r"/imports/imp_\w+"), timeout=120_000)
    products = page.locator("section", has_text="Produits ·").first
    expect(products.locator("[data-count=create]")).to_contain_text(str(KEY["prices"]["products"]), timeout=120_000)
    expect(products.locator("[data-count=prices]")).to_contain_text(
        f"{KEY['prices']['prices']:,}".replace(",", "\u202f")
    )
    anne.keep("import-preview")
    assert anne.axe() == []
    anne.button("Lancer l’import").click()
    expect(page.get_by_text(re.compile(r"lignes sur"))).to_be_visible()
    expect(page.get_by_text("Terminé", exact=True)).to_be_visible(timeout=180_000)
    customers = ask(story, "/customers", limit=1)["count"]
    with within(LIVE):
        expect(bruno.page.locator("tbody tr[data-row]").first).to_be_visible()
        expect(bruno.page.locator("h1 + span")).to_have_text(f"{customers:,}".replace(",", "\u202f"))
    page.locator("[data-tally=refused]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registre de l’import")
    row = page.locator("tbody tr[data-row]").first
    expect(row).to_contain_text("Refusées")
    anne.settled()
    anne.keep("import-ledger")
    assert anne.axe() == []


def test_an_unknown_file_is_mapped_then_undone(story: Any) -> None:
    anne: Screen = story.anne
    before = ask(story, "/customers", limit=1)["count"]
    text = "Liste du salon\nRaison sociale;Commune;CP;Pays\nLe Petit Zinc;Lyon;69001;FR\nChez Mado;Arles;13200;FR\n"
    page = anne.open(at(story, "imports/new"))
    page.locator("input[type=file]").set_input_files(
        {"name": "salon.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    anne.button("Voir l’aperçu").click()
    page.wait_for_url(re.compile(r"/imports/imp_\w+"), timeout=120_000)
    expect(page.get_by_text("Il manque une réponse avant de lancer")).to_be_visible(timeout=120_000)
    expect(anne.button("Lancer l’import")).to_be_disabled()
    page.get_by_role("radiogroup", name="Les lignes sont").get_by_text("Clients", exact=True).click()
    expect(page.get_by_role("columnheader", name="Devient")).to_be_visible(timeout=120_000)
    anne.settled()
    anne.keep("import-mapping")
    assert anne.axe() == []
    anne.button("Appliquer").click()
    expect(anne.button("Lancer l’import")).to_be_enabled(timeout=120_000)
    anne.button("Lancer l’import").click()
    expect(page.get_by_text("Terminé", exact=True)).to_be_visible(timeout=120_000)
    assert ask(story, "/customers", limit=1)["count"] == before + 2
    anne.button("Annuler cet import").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("Annulé", exact=True)).to_be_visible(timeout=120_000)
    assert ask(story, "/customers", limit=1)["count"] == before


@pytest.mark.feature("2.2-11")
def test_prices_are_read_and_one_is_changed_in_the_sheet(story: Any) -> None:
    anne: Screen = story.anne
    page = anne.open(at(story, "prices?q=CHA017"))
    cell = page.get_by_role("textbox", name=re.compile("Tarif CHR")).first
    expect(cell).to_have_value("27,20\u202f€")
    cell.click()
    page.keyboard.type("27,90")
    page.keyboard.press("Enter")
    anne.button("Enregistrer 1 modification").click()
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer 1 modification").click()
    anne.toast("1 prix enregistré.")
    cell.click()
    page.keyboard.type("27,20")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+s")
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer 1 modification").click()
    expect(page.get_by_role("region", name="Enregistrement")).to_have_count(0)
    rows = ask(story, "/prices", q="CHA017", limit=1)["items"][0]["prices"].values()
    assert "27.20" in {f"{float(tier['price']):.2f}" for tiers in rows for tier in tiers}


@pytest.mark.feature("2.2-14", "2.3-10")
def test_an_order_of_ten_lines_is_typed_explained_and_validated(story: Any) -> None:
    anne, bruno = story.anne, story.bruno
    grid = next(one["id"] for one in ask(story, "/grids")["items"] if one["code"] == "CHR")
    category = next(one["id"] for one in ask(story, "/customer-categories")["items"] if one["code"] == "CHR")
    wanted = {"category_id": category, "grid_id": grid, "country": "FR", "archived": False}
    where = json.dumps({"and": [{"field": name, "op": "eq", "value": value} for name, value in wanted.items()]})
    customer = ask(story, "/customers", where=where, limit=1)["items"][0]
    sold = [row for row in ask(story, "/prices", limit=200)["items"] if grid in row["prices"] and row["offered"]][:10]
    bruno.open(at(story, "orders"))
    page = anne.open(at(story, "orders"))
    page.keyboard.press("n")
    page.wait_for_url("**/orders/new")
    expect(anne.field("customer")).to_be_focused()
    page.keyboard.type(customer["code"])
    expect(page.get_by_role("option", name=re.compile(customer["code"])).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(anne.field("customer")).to_have_value(customer["name"])
    page.locator("[data-cell=product]").first.focus()
    for rank, row in enumerate(sold, 1):
        page.keyboard.type(row["sku"])
        page.keyboard.press("Enter")
        expect(page.get_by_label(f"Quantité, ligne {rank}", exact=True)).to_be_focused()
        page.keyboard.type(str(6 * rank))
        page.keyboard.press("Enter")
    expect(page.locator("[data-amount]:not(:empty)")).to_have_count(10)
    anne.settled()
    first = float(sold[0]["prices"][grid][0]["price"])
    expect(page.locator("[data-amount]").first).to_have_text(f"{6 * first:.2f}".replace(".", ","))
    page.get_by_role("button", name=re.compile("Pourquoi ce prix, ligne 1")).first.click()
    expect(page.get_by_role("dialog").get_by_label("retenu")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("Prix du tarif")
    page.keyboard.press("Escape")
    anne.keep("order-ten-lines")
    shown = page.locator("[data-gross]").inner_text()
    page.keyboard.press("Control+Enter")
    anne.toast("Commande validée.")
    page.wait_for_url(re.compile(r"/orders/ord_\w+"))
    with within(LIVE):
        expect(bruno.page.locator("tbody tr[data-row]", has_text=customer["name"])).to_be_visible()
        expect(bruno.page.locator("tbody tr[data-row]").first).to_contain_text("Validée")
    story.order = re.search(r"ord_\w+", page.url)[0]  # type: ignore[index]
    order = ask(story, f"/orders/{story.order}")
    assert re.sub(r"\D", "", shown) == str(order["totals"]["gross"])
    assert [line["quantity"] for line in order["lines"]] == [6 * rank for rank in range(1, 11)]
    story.customer = customer


@pytest.mark.feature("2.3-02")
def test_it_is_invoiced_in_two_languages(story: Any) -> None:
    anne, bruno = story.anne, story.bruno
    bruno.open(at(story, "invoices"))
    page = anne.page
    anne.button("Facturer").click()
    page.wait_for_url(re.compile(r"/invoices/ivc_\w+"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"FA-\d{4}-0001"))
    with within(LIVE):
        expect(bruno.page.locator("tbody tr[data-row]", has_text="-0001")).to_be_visible()
    for name in ("Facture en français", "Facture en anglais"):
        anne.button("PDF").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=name).click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    story.invoice = page.url


def test_the_payment_is_recorded_and_the_colleague_sees_it(story: Any) -> None:
    anne, bruno = story.anne, story.bruno
    page = anne.page
    anne.button("Encaisser").click()
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer le règlement").click()
    anne.toast("enregistré.")
    expect(page.locator("[data-balance]")).to_have_text("0,00\u202f€")
    expect(page.get_by_text("Réglée", exact=True).first).to_be_visible()
    with within(LIVE):
        expect(bruno.page.locator("tbody tr[data-row]", has_text="-0001")).to_contain_text("Réglée")
    anne.open(at(story))
    expect(page.locator("[data-tile=received_month]")).to_contain_text("1 règlement")
    page.locator("[data-tile=received_month]").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)


def test_the_entries_are_there_and_the_fec_is_accepted(story: Any, tmp_path: Path) -> None:
    anne: Screen = story.anne
    page = anne.open(at(story, "entries"))
    expect(page.locator("tbody tr[data-row]")).to_have_count(2, timeout=90_000)
    page.locator("tbody tr[data-row] a").first.click()
    expect(page.get_by_role("table", name="Lignes de l’écriture")).to_be_visible()
    debit, credit = page.get_by_role("table", name="Lignes de l’écriture").locator("tfoot th").all_inner_texts()[1:]
    assert debit == credit
    page = anne.open(at(story, "fec"))
    with page.expect_download() as download:
        anne.button("Télécharger le FEC").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Fichier conforme")).to_be_visible()
    spoilt = tmp_path / "spoilt.txt"
    spoilt.write_bytes(file.read_bytes().replace(b",", b";", 1) + b"VE\tVentes\r\n")
    page.locator("input[type=file]").set_input_files(spoilt)
    expect(page.get_by_text(re.compile(r"\d+ anomalies?"))).to_be_visible()


@pytest.mark.feature("1.1-03")
def test_the_same_order_can_be_read_on_a_phone(story: Any, browser: Browser) -> None:
    cookies = {one["name"]: one["value"] for one in story.anne.context.cookies()}
    phone = Screen(browser, story.system.url, size=PHONE, cookies=cookies)
    for path in (f"orders/{story.order}", "imports", "customers", "prices"):
        phone.open(at(story, path))
        assert phone.sideways() == 0, path
        phone.keep(f"phone-sale-{path.split('/')[0]}")
    phone.clean()
