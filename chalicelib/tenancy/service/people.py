"""A person's login: signing up, proving the address, name, password."""

from __future__ import annotations

import os
from dataclasses import replace

from chalicelib.aws import limits, secrets
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, Refused, StaleVersion, TooMany
from chalicelib.tenancy.rules import identity, tokens
from chalicelib.tenancy.rules.emails import email_key, normal_email
from chalicelib.tenancy.rules.identity import LINK_LIFE, MailLink, Memberships, User, require_link
from chalicelib.tenancy.schemas import identity as schemas
from chalicelib.tenancy.service import credentials
from chalicelib.tenancy.service.handed import Handed, handed
from chalicelib.tenancy.service.sessions import Browser, open_session
from chalicelib.tenancy.store import LOGIN, MAIL_LINKS, MEMBERSHIPS, SESSIONS, USERS, login_ref


def sign_up(call: Call, body: schemas.SignUpIn, browser: Browser) -> Handed:
    """A new login, its browser signed in, and a mail to prove its address.

    Raises Conflict when the address has a login already, Refused for an unfit address or password.
    """
    email = normal_email(body.email)
    body = body.model_copy(update={"name": identity.person_name(body.name)})
    credentials.require_acceptable(body.password, email, body.name)
    return _sign_up(call, email, body, credentials.hashed(body.password), browser)


@use_case("tenancy.user.sign_up")
def _sign_up(unit: Unit, email: str, body: schemas.SignUpIn, password_hash: str, browser: Browser) -> Handed:
    unit.load(login_ref(email))
    id = unit.new_id("usr")
    claim_address(unit, email, id)
    user = unit.put(USERS, id, User(email, body.name, body.language, password_hash, unit.at))
    unit.put(MEMBERSHIPS, id, Memberships())
    token = open_session(unit, id, browser)
    mail_link(unit, id, user, "verify")
    return handed(me_out(unit, id).model_dump(mode="json"), token, browser.device)


def claim_address(unit: Unit, email: str, user: str) -> None:
    """Make the address that user's alone; Conflict when it is another's."""
    taken = Conflict(
        "tenancy.signup.email_taken",
        "Un accès existe déjà pour cette adresse. Connectez-vous, ou réinitialisez le mot de passe.",
    )
    unit.guard(LOGIN, email_key(email), user, taken, globally=True)


def mail_link(unit: Unit, id: str, user: User, purpose: str) -> None:
    """A link of that purpose for this user; the mail leaves once the commit is made."""
    token = tokens.secret_text(os.urandom(tokens.SECRET_BYTES))
    link = secrets.fingerprint(token)
    unit.put(MAIL_LINKS, link, MailLink(purpose, id, user.email, unit.at + LINK_LIFE[purpose]))
    sealed = secrets.seal(token, f"link:{link}")
    unit.emit(schemas.LinkCreatedV1(link=link, user=id, purpose=purpose, sealed=sealed))


def me(call: Call) -> schemas.MeOut:
    """The person signed in."""
    return me_out(reading(call), call.actor.id)


def me_out(unit: Unit, id: str) -> schemas.MeOut:
    """The person as shown to himself."""
    unit.load((USERS, id), (MEMBERSHIPS, id))
    user = unit.get(USERS, id)
    companies = (unit.find(MEMBERSHIPS, id) or Memberships()).companies
    return schemas.MeOut(
        id=id,
        email=user.email,
        name=user.name,
        language="en" if user.language == "en" else "fr",
        verified=user.verified,
        totp=user.totp is not None,
        recovery_left=len(user.recovery),
        companies=[schemas.MembershipOut.model_validate(one) for one in companies],
        muted=[sort for sort in schemas.MAIL_SORTS if sort in user.muted],
        staff=unit.actor.may("platform:support"),
        version=_version(unit, id),
    )


def _version(unit: Unit, id: str) -> int:
    """Of what `me` shows: it grows when the login does and when the list of companies does."""
    return unit.version(USERS, id) + unit.version(MEMBERSHIPS, id)


@use_case("tenancy.user.rename")
def update_me(unit: Unit, body: schemas.MeIn) -> schemas.MeOut:
    """Name, language, mails wanted. StaleVersion when If-Match is no longer true."""
    id, name = unit.actor.id, identity.person_name(body.name)
    unit.load((USERS, id), (MEMBERSHIPS, id))
    if unit.call.if_match not in {None, _version(unit, id)}:
        raise StaleVersion(
            "http.stale_version",
            "Votre profil a été modifié entre-temps. Relisez-le, puis enregistrez à nouveau.",
            current=_version(unit, id),
        )
    user = unit.get(USERS, id)
    muted = user.muted if body.muted is None else tuple(sorted(set(body.muted)))
    unit.put(USERS, id, replace(user, name=name, language=body.language, muted=muted))
    if name != user.name:
        unit.emit(schemas.UserRenamedV1(user=id, name=name))
    return me_out(unit, id)


@use_case("tenancy.user.ask_verification")
def ask_verification(unit: Unit) -> None:
    """Mail the proving link again."""
    user = unit.get(USERS, unit.actor.id)
    if user.verified:
        raise Conflict("tenancy.user.verified", "Cette adresse est déjà vérifiée.")
    mail_link(unit, unit.actor.id, user, "verify")


@use_case("tenancy.user.verify")
def verify(unit: Unit, body: schemas.VerifyIn) -> schemas.MeOut:
    """Prove the address of the person signed in: the link alone is not enough, so nobody proves another's
    login."""
    id, link_id = unit.actor.id, secrets.fingerprint(body.token)
    unit.load((USERS, id), (MAIL_LINKS, link_id), (MEMBERSHIPS, id))
    link = require_link(unit.find(MAIL_LINKS, link_id), "verify", unit.at)
    user = unit.get(USERS, id)
    if link.user != id or link.email != user.email:
        raise Refused(
            "tenancy.link.other_login", "Ce lien est pour un autre accès. Connectez-vous avec le vôtre.", field="token"
        )
    unit.put(USERS, id, replace(user, verified_at=user.verified_at or unit.at))
    unit.delete(MAIL_LINKS, link_id)
    return me_out(unit, id)


def change_password(call: Call, body: schemas.PasswordChangeIn) -> None:
    """A new password; every other browser is signed out. Refused when the present one is wrong or the new one
    unfit."""
    user = reading(call).get(USERS, call.actor.id)
    try:
        credentials.require_password(call, user, body.current)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.detail, field="current") from None
    credentials.require_acceptable(body.password, user.email, user.name)
    _change_password(call, user.password_hash, credentials.hashed(body.password))


@use_case("tenancy.user.change_password")
def _change_password(unit: Unit, before: str, after: str) -> None:
    id = unit.actor.id
    unit.load((USERS, id), (SESSIONS, id))
    user = unit.get(USERS, id)
    if user.password_hash != before:
        raise Conflict("tenancy.password.changed", "Le mot de passe vient d'être changé ailleurs. Reconnectez-vous.")
    unit.put(USERS, id, replace(user, password_hash=after, password_changed_at=unit.at))
    sessions = unit.find(SESSIONS, id) or identity.Sessions()
    others = [one.id for one in sessions.open if one.id != unit.actor.session]
    unit.put(SESSIONS, id, identity.closed(sessions, others))


def forgot_password(call: Call, body: schemas.PasswordForgottenIn) -> None:
    """Mail a link to choose a new password, if the address has a login; the answer never says."""
    email = normal_email(body.email)
    stamp = call.now.timestamp()
    if limits.count(f"forgot:{email_key(email)}", 1, 3600, stamp) > 5:
        raise TooMany(
            "tenancy.password.asked_often",
            "Cinq liens déjà envoyés depuis une heure. Vérifiez vos courriers indésirables.",
            retry_after=3600,
        )
    _forgot_password(call, email)


@use_case("tenancy.user.forget_password")
def _forgot_password(unit: Unit, email: str) -> None:
    id = unit.owner_of(LOGIN, email_key(email), globally=True)
    user = unit.find(USERS, id) if id else None
    if id and user:
        mail_link(unit, id, user, "reset")


def reset_password(call: Call, body: schemas.PasswordResetIn) -> None:
    """A new password through the mailed link; every browser is signed out, the lock is lifted.

    On a login whose address was never proved, whatever its maker had set (second factor) goes too.
    """
    unit = reading(call)
    link = require_link(unit.find(MAIL_LINKS, secrets.fingerprint(body.token)), "reset", call.now)
    user = unit.get(USERS, link.user)
    credentials.require_acceptable(body.password, user.email, user.name)
    _reset_password(call, secrets.fingerprint(body.token), credentials.hashed(body.password))
    credentials.unlock(credentials.password_lock(link.email))


@use_case("tenancy.user.reset_password")
def _reset_password(unit: Unit, link_id: str, password_hash: str) -> None:
    link = require_link(unit.find(MAIL_LINKS, link_id), "reset", unit.at)
    unit.load((USERS, link.user), (SESSIONS, link.user))
    user = unit.get(USERS, link.user)
    require_link(link if user.email == link.email else None, "reset", unit.at)
    unit.put(USERS, link.user, proved(user, password_hash, unit))
    unit.put(SESSIONS, link.user, identity.Sessions())
    unit.delete(MAIL_LINKS, link_id)


def proved(user: User, password_hash: str, unit: Unit) -> User:
    """The user once a mailed link showed that the address is his, with that password."""
    kept = user if user.verified else replace(user, totp=None, totp_pending=None, recovery=())
    return replace(
        kept, password_hash=password_hash, password_changed_at=unit.at, verified_at=user.verified_at or unit.at
    )
