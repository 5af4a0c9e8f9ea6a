"""Mail bodies: subject, plain text and HTML, in French and English.

Nouns: *template* (templates/mail/<name>.<lang>.txt and .html), *variable* ($name). The one trick: variables are
strict both ways (one missing and one too many are both errors), and a line whose variables are all empty is left out,
so "due on" or "pay online" need no conditions in a template.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from chalicelib.kernel.text import squeeze
from chalicelib.render.resources import template_text
from chalicelib.render.sheet import Lang
from chalicelib.render.words import NARROW, word

MailName = Literal[
    "invitation",
    "verification",
    "password_reset",
    "login_alert",
    "lockout",
    "document_sent",
    "task_assigned",
    "export_ready",
    "support_answer",
    "suggestion_judged",
]

_LAID = re.compile(r"\$(subject|body|sender|footer|accent|on_accent)\b")
_VARIABLE = re.compile(r"\$(?:\{([a-z_]+)\}|([a-z_]+))")
_PRODUCT = "Caveau"
_LAYOUT = frozenset({"subject", "body", "sender", "footer", "accent", "on_accent"})
_HTTP = re.compile(r"https?://[^\s\"'<>]+")
_BEFORE_MARKS = re.compile(r" ([:;!?»%€])")


@dataclass(frozen=True, slots=True)
class MailBody:
    """What `aws.mail.send` carries."""

    subject: str
    text: str
    html: str


def mail_body(
    name: MailName, lang: Lang, variables: Mapping[str, str], *, sender: str = _PRODUCT, accent: str = "#7A1E3A"
) -> MailBody:
    """The mail of a template. sender: company or product named at the top; accent: "#rrggbb".

    variables: exactly `mail_variables(name)`; a value may be empty, which drops its line. A variable named link must
    be an http(s) address or empty. Raises ValueError otherwise.
    """
    _check(name, variables)
    subject_line, _, text = _template(name, lang, "txt").partition("\n")
    subject = squeeze(filled(subject_line.removeprefix("Subject: "), variables))
    plain = re.sub(r"\n{3,}", "\n\n", filled(text.strip("\n"), variables)).strip() + "\n"
    layout = _layout(lang, subject, sender, accent)
    safe = {key: escape(value).replace("\n", "<br>") for key, value in variables.items()}
    body = filled(_template(name, lang, "html"), {**safe, **layout})
    html = filled(_template("layout", lang, "html"), {**layout, "body": body.strip()})
    return MailBody(subject, plain, html)


def letter_words(subject: str, text: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """(subject, text) of a company's own template: each variable replaced once, by a value that is not read again; a
    line whose variables are all empty is left out. Raises ValueError for a variable without a value."""
    plain = filled(text.replace("\r\n", "\n").strip("\n"), variables)
    return squeeze(filled(subject, variables)), re.sub(r"\n{3,}", "\n\n", plain).strip()


def text_mail(
    subject: str, text: str, language: str, *, sender: str = _PRODUCT, accent: str = "#7A1E3A", buttons: str = ""
) -> str:
    """The HTML of a mail whose words are `text`, paragraphs apart by empty lines; nothing in it is read as code. A
    paragraph of one line that ends in an address beginning with `buttons` is drawn as a button."""
    lang: Lang = "en" if language == "en" else "fr"
    layout = _layout(lang, subject, sender, accent)
    parts = (part for part in re.split(r"\n{2,}", text.strip()) if part)
    body = "\n".join(
        _button(part, buttons, layout) or f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts
    )
    return _LAID.sub(lambda found: {**layout, "body": body}[found[1]], _template("layout", lang, "html"))


@cache
def mail_variables(name: MailName) -> frozenset[str]:
    """The variables a template takes, in whatever language."""
    return frozenset().union(
        *(variables_of(_template(name, lang, kind)) for lang in ("fr", "en") for kind in ("txt", "html"))
    ) - _LAYOUT  # fmt: skip


def variables_of(text: str) -> set[str]:
    """The names of the variables in a text."""
    return {braced or bare for braced, bare in _VARIABLE.findall(text)}


def unknown_variables(text: str, allowed: Iterable[str]) -> list[str]:
    """Variables of a text someone wrote that are not among the allowed ones, in alphabetical order."""
    return sorted(variables_of(text) - set(allowed))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables; a line that has variables, all of them empty, is left out with its label above.

    Raises ValueError for a variable without a value.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        names = variables_of(line)
        missing = sorted(names - values.keys())
        if missing:
            raise ValueError(f"no value for {', '.join(missing)}")
        telling = names - _LAYOUT
        if telling and not any(values[name] for name in telling):
            if lines and lines[-1].rstrip().endswith(":"):
                lines.pop()
            continue
        lines.append(_VARIABLE.sub(lambda found: values[found[1] or found[2]], line))
    return "\n".join(lines)


def _check(name: MailName, variables: Mapping[str, str]) -> None:
    wanted = mail_variables(name)
    if variables.keys() != wanted:
        missing, extra = sorted(wanted - variables.keys()), sorted(variables.keys() - wanted)
        raise ValueError(f"mail {name}: missing {missing}, unknown {extra}")
    link = variables.get("link", "")
    if link and not _HTTP.fullmatch(link):
        raise ValueError(f"mail {name}: {link!r} is not an http address")


@cache
def _template(name: str, lang: Lang, kind: Literal["txt", "html"]) -> str:
    text = template_text("mail", f"{name}.{lang}.{kind}")
    if lang == "fr" and name != "layout":
        text = _BEFORE_MARKS.sub(NARROW + r"\1", text).replace("« ", "«" + NARROW)
    return text


def _button(part: str, buttons: str, layout: Mapping[str, str]) -> str:
    """The paragraph as a button; "" when it is none."""
    label, _, address = part.rpartition(" ")
    if not buttons or not address.startswith(buttons) or not _HTTP.fullmatch(address) or "\n" in part:
        return ""
    style = (
        f"display:inline-block;padding:12px 22px;border-radius:6px;background:{layout['accent']};"
        f"color:{layout['on_accent']};font-weight:600;text-decoration:none"
    )
    said = escape(label.rstrip(" :\u202f\u00a0"))
    return f'<p style="margin:20px 0"><a href="{escape(address)}" style="{style}">{said}</a></p>'


def _layout(lang: Lang, subject: str, sender: str, accent: str) -> dict[str, str]:
    """What stands around the words of every mail, safe in HTML."""
    return {
        "subject": escape(subject),
        "sender": escape(sender),
        "footer": _footer(lang, sender),
        "accent": escape(accent),
        "on_accent": _on(accent),
    }


def _footer(lang: Lang, sender: str) -> str:
    if sender == _PRODUCT:
        return word(lang, "mail_footer_product")
    return word(lang, "mail_footer", sender=escape(sender))


def _on(accent: str) -> str:
    """White or black words on the accent."""
    from chalicelib.render.pdf.pen import WHITE, ink_of, readable_on  # noqa: PLC0415

    return "#ffffff" if readable_on(ink_of(accent)) == WHITE else "#000000"
