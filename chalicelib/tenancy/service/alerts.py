"""What the people who run the installation must know at once: a line in the log, a metric, a mail to each operator."""

from __future__ import annotations

from chalicelib.aws import mail
from chalicelib.aws.config import config
from chalicelib.aws.log import logger, tell


def operators() -> list[str]:
    """Their addresses (`CAVEAU_OPERATORS`, comma-separated)."""
    return [address.strip().lower() for address in config().operators.split(",") if address.strip()]


def alert(name: str, subject: str, text: str) -> None:
    """Raise the alarm `name`. A mail that cannot leave is raised, so that the caller is run again; the log line and
    the metric are out by then."""
    logger.error("alert", extra={"alert": name, "subject": subject})
    tell("Alert", 1, alert=name)
    for address in operators():
        html = f"<p>{subject}</p><pre>{_escaped(text)}</pre>"
        mail.send(address, f"[Caveau] {subject}", text, html, {"mail": "alert", "alert": name})


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
