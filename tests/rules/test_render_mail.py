"""Mail bodies: strict variables, escaped HTML, both languages complete."""

from html.parser import HTMLParser
from typing import get_args

import pytest

from chalicelib.render.mail import MailName, filled, mail_body, mail_variables, unknown_variables, variables_of
from chalicelib.render.resources import template_text
from chalicelib.render.sheet import Lang

NAMES: tuple[MailName, ...] = get_args(MailName)
LANGS: tuple[Lang, ...] = ("fr", "en")
LINK = "https://caveau.example/i/abc?x=1&y=2"
_VOID = {"meta", "br", "img", "hr", "link"}


def values(name: MailName) -> dict[str, str]:
    return {key: f"valeur de {key}" for key in mail_variables(name)} | {"link": LINK}


class _Balance(HTMLParser):
    """Collects text and links; complains about a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        self.links += [value or "" for key, value in attrs if key == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> _Balance:
    parser = _Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_mail_says_all_its_variables_in_text_and_html(name: MailName, lang: Lang) -> None:
    told = values(name)
    body = mail_body(name, lang, told)
    read_html = read(body.html)
    words = " ".join(read_html.words)
    assert body.subject
    assert "\n" not in body.subject
    assert "$" not in body.subject + body.text + body.html
    assert LINK in read_html.links
    assert LINK in body.text
    for key, value in told.items():
        assert value in body.text + body.subject, key
        assert value in words or key == "link", key


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_each_template_file_uses_the_same_variables(name: MailName, lang: Lang) -> None:
    """A variable a translation forgot would silently say less in that language."""
    style = {"accent", "on_accent"}
    for kind in ("txt", "html"):
        used = variables_of(template_text("mail", f"{name}.{lang}.{kind}")) - style
        assert used == mail_variables(name), (lang, kind)


def test_a_missing_or_superfluous_variable_is_an_error() -> None:
    told = values("invitation")
    with pytest.raises(ValueError, match=r"missing \['role'\]"):
        mail_body("invitation", "fr", {key: value for key, value in told.items() if key != "role"})
    with pytest.raises(ValueError, match=r"unknown \['colour'\]"):
        mail_body("invitation", "fr", told | {"colour": "rouge"})


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.example", "https://x.example/a b", 'https://x"onclick=1']
)
def test_a_link_is_a_web_address(link: str) -> None:
    with pytest.raises(ValueError, match="not an http address"):
        mail_body("invitation", "fr", values("invitation") | {"link": link})


def test_values_are_escaped_in_html_and_plain_in_text() -> None:
    told = values("document_sent") | {
        "company": "Vins & Fils <Médoc>",
        "message": "Première ligne\n<b>Seconde</b> $number",
    }
    body = mail_body("document_sent", "fr", told, sender="Vins & Fils <Médoc>")
    assert "Vins & Fils <Médoc>" in body.text
    assert "Vins &amp; Fils &lt;Médoc&gt;" in body.html
    assert "<Médoc>" not in body.html
    assert "Première ligne<br>&lt;b&gt;Seconde&lt;/b&gt; $number" in body.html


def test_a_subject_stays_on_one_line() -> None:
    told = values("invitation") | {"company": "Domaine\r\nBcc: tous@example.org"}
    assert "\n" not in mail_body("invitation", "fr", told).subject
    assert "\r" not in mail_body("invitation", "fr", told).subject


def test_an_empty_value_drops_its_line_and_its_label() -> None:
    told = values("document_sent") | {"link": "", "due": "", "message": ""}
    body = mail_body("document_sent", "fr", told)
    assert "Régler en ligne" not in body.text + body.html
    assert "À régler avant" not in body.text + body.html
    assert "\n\n\n" not in body.text
    assert "border-top:5px solid" in body.html
    read(body.html)


def test_french_typography_is_kept_together() -> None:
    body = mail_body("login_alert", "fr", values("login_alert"))
    assert "C'est vous\u202f?" in body.text
    assert "Quand\u202f: valeur" in body.text


@pytest.mark.parametrize(("accent", "on"), [("#FFE000", "#000000"), ("#7A1E3A", "#ffffff")])
def test_the_button_reads_on_any_colour(accent: str, on: str) -> None:
    html = mail_body("invitation", "fr", values("invitation"), accent=accent).html
    assert f"background:{accent};color:{on}" in html


def test_a_template_someone_wrote_is_checked_when_saved() -> None:
    assert unknown_variables("Bonjour $person, ${montant} $due", {"person", "due"}) == ["montant"]
    assert unknown_variables("5 $ la caisse, $5", set()) == []
    with pytest.raises(ValueError, match="no value for inconnu"):
        filled("Bonjour $inconnu", {})
