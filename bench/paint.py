"""What a person waits for in the browser: the first paint of a list, and when its rows stand there.

Each run is a browser that has never seen Caveau (everything is downloaded); then one that has, as every day.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, BrowserContext

from bench.estate import Estate
from bench.figures import table
from bench.report import Report
from bench.system import Http
from scripts import install
from scripts.local import LocalSystem
from tests.web.browser import chromium

RUNS = 7
LISTS = ("orders", "customers", "invoices")
PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
ROWS = "() => document.querySelector('tbody tr[data-row]') && performance.now()"


def measured(report: Report, system: LocalSystem, http: Http, made: Estate) -> None:
    install.web()
    for n in range(30):
        order = http.ask("POST", f"/{made.company}/orders", made.order(n))
        http.ask("POST", f"/{made.company}/orders/{order['id']}/invoice", {})
    rows = []
    with chromium() as browser:
        for name in LISTS:
            url = f"{system.url}/c/{made.company}/{name}"
            never = [look(visitor(browser, system.url, http.cookie), url, close=True) for _ in range(RUNS)]
            context = visitor(browser, system.url, http.cookie)
            again = [look(context, url) for _ in range(RUNS + 1)][1:]
            rows.append([name, *(f"{milliseconds:.0f}" for milliseconds in (*middle(never), *middle(again)))])
            report.note(f"paint.{name}", middle(never)[0])
    report.note("paint.slowest", max(report.figures[f"paint.{name}"] for name in LISTS))
    titles = ["list", "first paint, first visit (ms)", "rows", "first paint, next visits", "rows"]
    report.add("First paint of a list in Chromium", table(titles, rows))


def visitor(browser: Browser, url: str, cookie: str) -> BrowserContext:
    """A signed-in browser with an empty cache."""
    name, _, value = cookie.partition("=")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", service_workers="block")
    context.add_cookies([{"name": name, "value": value, "url": url}])
    return context


def look(context: BrowserContext, url: str, close: bool = False) -> tuple[float, float]:
    """Milliseconds from the address to the first paint and to the first row."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    painted = page.wait_for_function(PAINT).json_value()
    shown = page.wait_for_function(ROWS).json_value()
    page.close()
    if close:
        context.close()
    return float(painted), float(shown)


def middle(seen: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one[0] for one in seen), statistics.median(one[1] for one in seen)
