"""A person and his logins. Passwords and codes come in; only hashes and dates ever go out."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact

Language = Literal["fr", "en"]
MailSort = Literal["tasks", "support", "suggestions"]
MAIL_SORTS: tuple[MailSort, ...] = ("tasks", "support", "suggestions")


class SignUpIn(Contract):
    email: str = Field(max_length=254, description="Becomes the login; normalised to lower case.")
    password: str = Field(max_length=1000, description="10 to 200 characters, not among the most used.")
    name: str = Field(min_length=1, max_length=100, description="As colleagues and the history will show it.")
    language: Language = "fr"


class LoginIn(Contract):
    email: str = Field(max_length=254)
    password: str = Field(max_length=1000)


class LoginOut(Contract):
    """`done`: the session cookie is set. `second_factor`: send `challenge` back with a code within 5
    minutes."""

    step: Literal["done", "second_factor"]
    challenge: str | None = None


class SecondFactorIn(Contract):
    """A time code, or one of the recovery codes."""

    challenge: str = Field(max_length=1000)
    code: str | None = Field(default=None, max_length=20)
    recovery_code: str | None = Field(default=None, max_length=40)


class MembershipOut(Contract):
    company: str
    name: str
    colour: str
    role: str


class MeOut(Contract):
    """The person signed in. `version` grows with the login and with the list of companies."""

    id: str
    email: str
    name: str
    language: Language
    verified: bool = Field(description="Whether the e-mail address was proved; needed before inviting anyone.")
    totp: bool = Field(description="Whether the second factor is on.")
    recovery_left: int = Field(description="Recovery codes not yet used.")
    companies: list[MembershipOut]
    muted: list[MailSort] = Field(description="The mails this person does not want.")
    staff: bool = Field(description="Answers for the platform: may open the support desk.")
    version: int


class MeIn(Contract):
    name: str = Field(min_length=1, max_length=100)
    language: Language
    muted: list[MailSort] | None = Field(default=None, description="Mails not wanted; as before when left out.")


class PasswordChangeIn(Contract):
    current: str = Field(max_length=1000)
    password: str = Field(max_length=1000)


class PasswordForgottenIn(Contract):
    email: str = Field(max_length=254)


class PasswordResetIn(Contract):
    token: str = Field(max_length=100, description="From the mailed link.")
    password: str = Field(max_length=1000)


class VerifyIn(Contract):
    token: str = Field(max_length=100, description="From the mailed link.")


class SessionOut(Contract):
    id: str
    opened_at: datetime
    expires_at: datetime
    device: str = Field(description="Browser and system, such as `Firefox · Windows`.")
    address: str = Field(description="The network address it was opened from.")
    current: bool


class SessionsOut(Contract):
    items: list[SessionOut]


class PasswordIn(Contract):
    """The password once more, before something that matters."""

    password: str = Field(max_length=1000)


class TotpOut(Contract):
    """Shown once, to be put in an authenticator application; nothing changes until a code confirms it."""

    secret: str
    uri: str = Field(description="otpauth:// address, for a QR code.")


class TotpConfirmIn(Contract):
    code: str = Field(max_length=20)


class ProofIn(Contract):
    """The password and a second proof, before the second factor is weakened."""

    password: str = Field(max_length=1000)
    code: str | None = Field(default=None, max_length=20)
    recovery_code: str | None = Field(default=None, max_length=40)


class RecoveryCodesOut(Contract):
    """Ten codes, shown once; each opens the login once when the telephone is lost."""

    codes: list[str]


class LinkCreatedV1(Fact):
    """A link must be mailed. `sealed` is its token, sealed for its own id."""

    TYPE: ClassVar[str] = "tenancy.link.created.v1"
    link: str
    user: str
    purpose: str
    sealed: str


class NewDeviceV1(Fact):
    TYPE: ClassVar[str] = "tenancy.login.new_device.v1"
    user: str
    session: str


class LockedV1(Fact):
    """Five wrong passwords or codes in a row."""

    TYPE: ClassVar[str] = "tenancy.login.locked.v1"
    user: str


class UserRenamedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.user.renamed.v1"
    user: str
    name: str
