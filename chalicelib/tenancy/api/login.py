"""Signing up, in, out; passwords forgotten; addresses proved."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import browser, endpoint, sign_in, sign_out
from chalicelib.tenancy.schemas.identity import (
    LoginIn,
    LoginOut,
    MeOut,
    PasswordForgottenIn,
    PasswordResetIn,
    SecondFactorIn,
    SignUpIn,
    VerifyIn,
)
from chalicelib.tenancy.schemas.members import InvitationSeenOut, InvitationSignUpIn, InvitationTokenIn, JoinedOut
from chalicelib.tenancy.service import invitations, people, sessions
from chalicelib.tenancy.service.handed import once
from chalicelib.tenancy.service.sessions import Entered


@endpoint("POST /signup", scope="public", status=201, per_minute=10)
def sign_up(call: Call, body: SignUpIn) -> MeOut:
    """A new login, signed in. A mail asks to prove the address; inviting others waits for that."""
    made = once(lambda: people.sign_up(call, body, browser(call)))
    token, device = made.secrets
    sign_in(call, token, device)
    return MeOut.model_validate(made.out)


@endpoint("POST /login", scope="public", per_minute=20)
def log_in(call: Call, body: LoginIn) -> LoginOut:
    """First step: address and password."""
    asking = browser(call)
    return _entered(call, sessions.log_in(call, body, asking), asking.device)


@endpoint("POST /login/second-factor", scope="public", per_minute=20)
def pass_second_factor(call: Call, body: SecondFactorIn) -> LoginOut:
    """Second step, when the first one asked for it."""
    asking = browser(call)
    return _entered(call, sessions.second_step(call, body, asking), asking.device)


def _entered(call: Call, entered: Entered, device: str) -> LoginOut:
    if entered.token:
        sign_in(call, entered.token, device)
    return entered.out


@endpoint("POST /logout", scope="login", status=204)
def log_out(call: Call) -> None:
    """Sign this browser out."""
    sessions.log_out(call)
    sign_out(call)


@endpoint("POST /password/forgotten", scope="public", status=204, per_minute=10)
def forget_password(call: Call, body: PasswordForgottenIn) -> None:
    """Mail a link to choose another password; the answer never says whether the address is known."""
    people.forgot_password(call, body)


@endpoint("POST /password/reset", scope="public", status=204, per_minute=10)
def reset_password(call: Call, body: PasswordResetIn) -> None:
    """Another password through the mailed link; every browser is signed out."""
    people.reset_password(call, body)


@endpoint("POST /me/verification", scope="login", status=204)
def ask_verification(call: Call) -> None:
    """Mail the link that proves one's address again."""
    people.ask_verification(call)


@endpoint("PUT /me/verification", scope="login")
def verify_address(call: Call, body: VerifyIn) -> MeOut:
    """Prove one's address with the mailed link."""
    return people.verify(call, body)


@endpoint("POST /invitations/seen", scope="public", per_minute=30)
def see_invitation(call: Call, body: InvitationTokenIn) -> InvitationSeenOut:
    """What the holder of an invitation link is offered."""
    return invitations.seen(call, body.token)


@endpoint("POST /invitations/joined", scope="login")
def join_company(call: Call, body: InvitationTokenIn) -> JoinedOut:
    """Join with the login one has."""
    return invitations.join(call, body.token)


@endpoint("POST /invitations/signup", scope="public", status=201, per_minute=10)
def sign_up_invited(call: Call, body: InvitationSignUpIn) -> JoinedOut:
    """Join with a new login, signed in; the link has proved the address."""
    made = once(lambda: invitations.sign_up(call, body, browser(call)))
    token, device = made.secrets
    sign_in(call, token, device)
    return JoinedOut.model_validate(made.out)
