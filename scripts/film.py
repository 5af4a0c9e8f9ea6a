"""The film of the help: a first order, from the customer's name to the invoice, walked in the real application.

    python -m scripts.film          writes web/public/help/first-order.webm, .jpg and the captions in both languages

A system of its own with the demonstration estate is started, Chromium walks it, each step is a picture, and the same
Chromium paints them one after the other into a film (MediaRecorder). The one trick: a film recorded that way does not
know its own length, so it is written into its header here.
"""

import base64
import re
import shutil
import struct
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts import install, seed
from scripts.client import Client
from scripts.local import LocalSystem
from scripts.screenshots import browser
from scripts.stack import ROOT, free_port

OUT = ROOT / "web" / "public" / "help"
NAME = "first-order"
SIZE = {"width": 1280, "height": 800}
STEP = 2.6
INFO, SEEK = bytes.fromhex("1549A966"), bytes.fromhex("114D9B74")
WORDS = [
    ("Les commandes : un clic, ou la touche N, en ouvre une.", "Orders: a click, or the N key, opens a new one."),
    ("Trois lettres du nom suffisent pour trouver le client.", "Three letters of the name find the customer."),
    ("Ses conditions et son tarif viennent avec lui.", "The terms and the price grid come along."),
    ("Le produit se tape par son nom ou son code.", "The product is typed by its name or code."),
    (
        "36 bouteilles, ou 6c pour six cartons : le prix suit le palier.",
        "36 bottles, or 6c for six cartons: the price follows the tier.",
    ),
    ("À droite, le total est toujours juste.", "On the right, the total is always exact."),
    ("Ctrl+Entrée valide la commande.", "Ctrl+Enter validates the order."),
    ("Et la facture est à un clic.", "And the invoice is one click away."),
]
PAINT = """async ({frames, step, width, height}) => {
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const pen = canvas.getContext("2d");
  const pictures = await Promise.all(frames.map(async (one) => {
    const picture = new Image();
    picture.src = `data:image/jpeg;base64,${one}`;
    await picture.decode();
    return picture;
  }));
  const recorder = new MediaRecorder(canvas.captureStream(12), {
    mimeType: "video/webm;codecs=vp9", videoBitsPerSecond: 600000,
  });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  pen.drawImage(pictures[0], 0, 0);
  recorder.start();
  const began = performance.now(), all = step * 1000 * pictures.length;
  for (let now = 0; now < all; now = performance.now() - began) {
    const at = Math.min(pictures.length - 1, Math.floor(now / 1000 / step));
    const part = Math.min(1, (now / 1000 - at * step) / 0.35);
    pen.globalAlpha = 1;
    pen.drawImage(pictures[Math.max(0, at - 1)], 0, 0);
    pen.globalAlpha = part;
    pen.drawImage(pictures[at], 0, 0);
    await new Promise((next) => setTimeout(next, 60));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}"""


def pictures(page: Page, url: str, client: Client, company: str) -> list[bytes]:
    """One picture per sentence of `WORDS`."""
    taken: list[bytes] = []

    def take() -> None:
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        page.wait_for_timeout(400)
        taken.append(page.screenshot(type="jpeg", quality=82))

    known = client.get(f"/{company}/orders?limit=1&sort=-gross")["items"][0]
    order = client.get(f"/{company}/orders/{known['id']}")
    page.goto(f"{url}/c/{company}/orders")
    expect(page.locator("tbody tr").first).to_be_visible()
    take()
    page.goto(f"{url}/c/{company}/orders/new")
    expect(page.locator("[name=customer]")).to_be_focused()
    page.keyboard.type(known["customer_name"][:8], delay=20)
    choice = page.get_by_role("option", name=re.compile(re.escape(known["customer_name"]))).first
    expect(choice).to_be_visible()
    take()
    choice.click()
    take()
    page.locator("[data-cell=product]").first.focus()
    page.keyboard.type(order["lines"][0]["sku"], delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    take()
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell=quantity]:focus")).to_have_count(1)
    page.keyboard.type("36")
    expect(page.locator("[data-amount]").first).to_have_text(re.compile(r"\d,\d\d"))
    take()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/orders/ord_"))
    take()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Validée").first).to_be_visible()
    take()
    page.get_by_role("button", name="Facturer").first.hover()
    take()
    return taken


def timed(film: bytes, seconds: float) -> bytes:
    """The film with its length (a Duration element, in milliseconds) in the header of its segment. The table of places
    before it, no longer true, is blanked."""
    start = film.index(SEEK)
    width, size = sized(film, start + 4)
    whole = 4 + width + size
    blank = b"\xec" + ((1 << 56) | (whole - 9)).to_bytes(8, "big") + bytes(whole - 9)
    film = film[:start] + blank + film[start + whole :]
    at = film.index(INFO) + len(INFO)
    width, size = sized(film, at)
    length = b"\x44\x89\x88" + struct.pack(">d", seconds * 1000)
    grown = ((1 << (7 * width)) | (size + len(length))).to_bytes(width, "big")
    return film[:at] + grown + length + film[at + width :]


def sized(film: bytes, at: int) -> tuple[int, int]:
    """(bytes it takes, value) of an EBML size."""
    width = 9 - film[at].bit_length()
    return width, int.from_bytes(film[at : at + width], "big") & ~(1 << (7 * width))


def captions(language: int) -> str:
    """WebVTT: each sentence over its picture."""

    def moment(seconds: float) -> str:
        return f"00:{int(seconds // 60):02}:{seconds % 60:06.3f}"

    cues = [f"{moment(n * STEP)} --> {moment((n + 1) * STEP)}\n{words[language]}\n" for n, words in enumerate(WORDS)]
    return "WEBVTT\n\n" + "\n".join(cues)


def shot(chromium: Browser, system: LocalSystem) -> list[bytes]:
    login = seed.once(system)
    client = Client(system.url)
    client.post("/login", {"email": login.email, "password": login.password})
    company = client.get("/me")["companies"][0]["company"]
    context = chromium.new_context(viewport=SIZE, locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce")  # type: ignore[arg-type]
    cookies: list[Any] = [{"name": name, "value": value, "url": system.url} for name, value in client.cookies.items()]
    context.add_cookies(cookies)
    return pictures(context.new_page(), system.url, client, company)


def main() -> int:
    """Walk, paint, write."""
    expect.set_options(timeout=60_000)
    install.web()
    folder = ROOT / "build" / "film"
    shutil.rmtree(folder, ignore_errors=True)
    system = LocalSystem(folder, free_port()).start()
    try:
        with sync_playwright() as playwright:
            chromium = browser(playwright)
            frames = shot(chromium, system)
            page = chromium.new_page()
            given = {"frames": [base64.b64encode(one).decode() for one in frames], "step": STEP, **SIZE}
            film = base64.b64decode(page.evaluate(PAINT, given))
    finally:
        system.stop()
    written(frames, timed(film, STEP * len(frames)))
    return 0


def written(frames: list[bytes], film: bytes) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    Path(OUT / f"{NAME}.webm").write_bytes(film)
    Path(OUT / f"{NAME}.jpg").write_bytes(frames[4])
    for number, language in enumerate(("fr", "en")):
        Path(OUT / f"{NAME}.{language}.vtt").write_text(captions(number), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
