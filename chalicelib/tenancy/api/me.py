"""The person signed in: name, password, second factor, open browsers."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.identity import (
    MeIn,
    MeOut,
    PasswordChangeIn,
    PasswordIn,
    ProofIn,
    RecoveryCodesOut,
    SessionsOut,
    TotpConfirmIn,
    TotpOut,
)
from chalicelib.tenancy.service import people, sessions, totp
from chalicelib.tenancy.service.handed import once


@endpoint("GET /me", scope="login")
def get_me(call: Call) -> MeOut:
    """Who one is, and one's companies."""
    return people.me(call)


@endpoint("PUT /me", scope="login")
def change_me(call: Call, body: MeIn) -> MeOut:
    """Name and language."""
    return people.update_me(call, body)


@endpoint("PUT /me/password", scope="login", status=204)
def change_password(call: Call, body: PasswordChangeIn) -> None:
    """Another password; the other browsers are signed out."""
    people.change_password(call, body)


@endpoint("GET /me/sessions", scope="login")
def list_sessions(call: Call) -> SessionsOut:
    """The browsers one is signed in with, newest first."""
    return sessions.listed(call)


@endpoint("DELETE /me/sessions", scope="login", status=204)
def close_other_sessions(call: Call) -> None:
    """Sign every other browser out."""
    sessions.close_others(call)


@endpoint("DELETE /me/sessions/{session}", scope="login", status=204)
def close_session(call: Call, session: str) -> None:
    """Sign one browser out."""
    sessions.close(call, session)


@endpoint("POST /me/totp", scope="login", status=201)
def start_totp(call: Call, body: PasswordIn) -> TotpOut:
    """A secret for an authenticator application, to be confirmed with a code."""
    secret, uri = once(lambda: totp.start(call, body)).secrets
    return TotpOut(secret=secret, uri=uri)


@endpoint("PUT /me/totp", scope="login")
def confirm_totp(call: Call, body: TotpConfirmIn) -> RecoveryCodesOut:
    """Switch the second factor on; gives the recovery codes, once."""
    return RecoveryCodesOut(codes=once(lambda: totp.confirm(call, body)).secrets)


@endpoint("POST /me/totp/off", scope="login", status=204)
def switch_totp_off(call: Call, body: ProofIn) -> None:
    """Switch the second factor off."""
    totp.switch_off(call, body)


@endpoint("POST /me/totp/recovery-codes", scope="login", status=201)
def renew_recovery_codes(call: Call, body: ProofIn) -> RecoveryCodesOut:
    """Ten new recovery codes; the old ones are worth nothing."""
    return RecoveryCodesOut(codes=once(lambda: totp.renew_codes(call, body)).secrets)
