"""Files and exports too large for the gateway, in a real browser: nothing to be seen of how they travel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from scripts.local import LocalSystem
from tests.support.server import serve
from tests.web.browser import Screen
from tests.web.estate import Estate, found

LARGE = b"%PDF-1.7 plan de chai\n" + b"0123456789abcde\n" * 400_000  # more than 6 MB
PATIENCE = 90_000  # milliseconds: relay, worker and page each take their turn on a busy machine
CUSTOMERS = ("Le Bistrot du Port", "La Table d'Hélène", "Caves Martin")


@pytest.fixture(scope="module")
def hurried(system: LocalSystem) -> Iterator[str]:
    """A system that writes out two rows at once, and makes aside what is longer (`system` has built the web)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAVEAU_ROWS_AT_ONCE", "2")
        with serve(web=2, entries=1) as own:
            yield own.url


@pytest.fixture(scope="module")
def estate(hurried: str) -> Estate:
    estate = found(hurried)
    for number, name in enumerate(CUSTOMERS):
        customer = {"kind": "business", "name": name}
        estate.ids[f"customer{number}"] = estate.post("/customers", customer)["id"]
    return estate


@pytest.fixture
def screen(browser: Browser, hurried: str, estate: Estate) -> Iterator[Screen]:
    opened = Screen(browser, hurried, cookies=dict(estate.client.cookies))
    yield opened
    opened.clean()


def test_a_file_of_6_mb_is_kept_with_a_record_and_comes_back(screen: Screen, estate: Estate) -> None:
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer0']}")
    sent: list[tuple[str, str]] = []
    page.on("request", lambda one: sent.append((one.method, one.url)) if one.method in ("PUT", "POST") else None)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Joindre un fichier").click()
    chooser.value.set_files([FilePayload(name="Plan.pdf", mimeType="application/pdf", buffer=LARGE)])
    files = page.get_by_role("list", name="Fichiers").get_by_role("listitem")
    expect(files).to_contain_text("Plan.pdf")
    paths = [(method, re.sub(r"\?.*", "", url).removeprefix(screen.url)) for method, url in sent]
    assert ("POST", f"/api/v1/{estate.company}/transfers") in paths
    assert [path for method, path in paths if method == "PUT" and path.startswith(f"/transfers/{estate.company}/")]
    with page.expect_download() as download:
        page.get_by_role("button", name="Plan.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == LARGE


def test_a_long_export_is_made_aside_and_falls_into_the_downloads(screen: Screen, estate: Estate) -> None:
    page = screen.open(f"/c/{estate.company}/customers")
    page.get_by_role("button", name="Exporter").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("menuitem", name=re.compile(r"\.csv")).click()
    assert download.value.suggested_filename.endswith(".csv")
    content = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    assert {row["Nom"] for row in csv.DictReader(io.StringIO(content), delimiter=";")} == set(CUSTOMERS)


def test_the_page_where_its_mail_leads_gives_it_again(screen: Screen, estate: Estate) -> None:
    page = screen.open(f"/c/{estate.company}/customers")
    page.get_by_role("button", name="Exporter").click()
    with (
        page.expect_response(lambda one: "/customers/export" in one.url) as asked,
        page.expect_download(timeout=PATIENCE),
    ):
        page.get_by_role("menuitem", name=re.compile(r"\.csv")).click()
    assert asked.value.status == 202
    id = asked.value.headers["location"].rpartition("/")[2]
    page = screen.open(f"/c/{estate.company}/exports/{id}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger", exact=True).click()
    assert Path(download.value.path()).read_bytes()
    assert screen.axe() == []
    screen.keep("export")


def test_the_programs_of_the_house_follow_the_same_paths(hurried: str, estate: Estate) -> None:
    """scripts/client.py, which the seeds use: a large file goes up, a long export comes down."""
    stored = estate.client.call("POST", f"/{estate.company}/files?name=plan.pdf", LARGE)
    assert stored["size"] == len(LARGE)
    content = estate.client.get(f"/{estate.company}/customers/export?format=csv")
    assert content.decode("utf-8-sig").count("\r\n") == 1 + len(CUSTOMERS)
