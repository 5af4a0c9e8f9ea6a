"""The mails of tenancy, in the reader's language.

Links carry their token after `#`: what follows it never leaves the browser, so no server, proxy or log ever
sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Letter:
    """A subject, sentences, and perhaps one link with its words."""

    subject: str
    sentences: tuple[str, ...]
    words: str = ""
    link: str = ""

    @property
    def text(self) -> str:
        parts = [*self.sentences, *([f"{self.words} : {self.link}"] if self.link else []), "Caveau"]
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        style = "font:15px/1.5 Inter,Arial,sans-serif;color:#222;max-width:34em"
        button = "display:inline-block;padding:10px 18px;background:#7A1F3D;color:#fff;text-decoration:none"
        body = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        if self.link:
            body += f'<p><a style="{button}" href="{escape(self.link)}">{escape(self.words)}</a></p>'
        return f'<!doctype html><meta charset="utf-8"><div style="{style}">{body}<p>Caveau</p></div>'


# (subject, sentences, words of the link) in French and in English
_TEXTS: dict[str, dict[str, tuple[str, tuple[str, ...], str]]] = {
    "verify": {
        "fr": (
            "Vérifiez votre adresse",
            (
                "Bonjour {name},",
                "Ouvrez ce lien, une fois connecté, pour confirmer que cette adresse est la vôtre. Il sert une fois, "
                "pendant trois jours.",
                "Si vous n'avez pas créé d'accès à Caveau, ignorez ce message.",
            ),
            "Vérifier mon adresse",
        ),
        "en": (
            "Verify your address",
            (
                "Hello {name},",
                "Open this link while signed in to confirm that this address is yours. It works once, for three days.",
                "If you did not create a Caveau login, ignore this message.",
            ),
            "Verify my address",
        ),
    },
    "reset": {
        "fr": (
            "Choisissez un nouveau mot de passe",
            (
                "Bonjour {name},",
                "Ce lien permet de choisir un nouveau mot de passe. Il sert une fois, pendant une heure.",
                "Si vous n'avez rien demandé, ignorez ce message : rien ne change.",
            ),
            "Choisir un mot de passe",
        ),
        "en": (
            "Choose a new password",
            (
                "Hello {name},",
                "This link lets you choose a new password. It works once, for one hour.",
                "If you asked for nothing, ignore this message: nothing changes.",
            ),
            "Choose a password",
        ),
    },
    "invitation": {
        "fr": (
            "{inviter} vous invite dans {company}",
            (
                "Bonjour,",
                "{inviter} vous invite à travailler dans {company} sur Caveau.",
                "Ce lien sert une fois, pendant sept jours. Si vous ne connaissez pas cette société, ignorez-le.",
            ),
            "Rejoindre {company}",
        ),
        "en": (
            "{inviter} invites you to {company}",
            (
                "Hello,",
                "{inviter} invites you to work in {company} on Caveau.",
                "This link works once, for seven days. If you do not know this company, ignore it.",
            ),
            "Join {company}",
        ),
    },
    "new_device": {
        "fr": (
            "Nouvelle connexion à votre accès",
            (
                "Bonjour {name},",
                "Connexion le {at} (UTC) depuis un appareil inconnu : {device}, adresse {address}.",
                "Si ce n'est pas vous, fermez cette connexion et changez votre mot de passe.",
            ),
            "Voir mes connexions",
        ),
        "en": (
            "New sign-in to your login",
            (
                "Hello {name},",
                "Signed in on {at} (UTC) from an unknown device: {device}, address {address}.",
                "If it was not you, close that session and change your password.",
            ),
            "See my sessions",
        ),
    },
    "security": {
        "fr": (
            "Sécurité de votre accès : {what}",
            (
                "Bonjour {name},",
                "{what}, le {at} (UTC).",
                "Si ce n'est pas vous, réinitialisez votre mot de passe sans attendre.",
            ),
            "Ouvrir mon profil",
        ),
        "en": (
            "Security of your login: {what}",
            ("Hello {name},", "{what}, on {at} (UTC).", "If it was not you, reset your password at once."),
            "Open my profile",
        ),
    },
}
_WHAT = {
    "password": ("Mot de passe changé", "Password changed"),
    "totp_on": ("Double authentification activée", "Two-factor login switched on"),
    "totp_off": ("Double authentification désactivée", "Two-factor login switched off"),
    "recovery_codes": ("Codes de secours renouvelés", "Recovery codes renewed"),
    "recovery_used": ("Code de secours utilisé", "Recovery code used"),
}


def letter(subject_of: str, language: str, link: str, **values: str) -> Letter:
    """A letter (verify, reset, invitation, new_device, security) in French or English, its blanks filled."""
    subject, sentences, words = _TEXTS[subject_of]["en" if language == "en" else "fr"]
    safe = {key: " ".join(value.split()) for key, value in values.items()}
    return Letter(
        subject.format(**safe),
        tuple(sentence.format(**safe) for sentence in sentences),
        words.format(**safe),
        link,
    )


def security_words(what: str, language: str) -> str:
    """What happened to a login's safety, in words."""
    return _WHAT[what][1 if language == "en" else 0]
