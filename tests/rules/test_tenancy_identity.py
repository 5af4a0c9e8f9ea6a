"""A person's login, without a database: addresses, passwords, codes, sessions, links."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.tenancy.rules import identity, second_factor, tokens
from chalicelib.tenancy.rules.devices import device_label
from chalicelib.tenancy.rules.emails import email_key, normal_email
from chalicelib.tenancy.rules.passwords import check_password

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B
COMMON = {"motdepasse", "password123", "azertyuiop", "soleilsoleil"}


def test_an_address_is_one_identity_however_it_is_typed() -> None:
    assert normal_email("  Claire.Dupont@Chais.FR ") == "claire.dupont@chais.fr"
    assert email_key(normal_email("A@b.fr")) == email_key(normal_email("a@B.FR"))
    assert "claire" not in email_key("claire@chais.fr")


@pytest.mark.parametrize(
    "text", ["", "claire", "claire@", "@chais.fr", "a b@chais.fr", "a@b@c.fr", "x" * 250 + "@b.fr"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        normal_email(text)
    assert refusal.value.errors[0].field == "email"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court", "short"),
        ("x" * 201, "long"),
        ("ababababababab", "monotonous"),
        ("motdepasse", "common"),
        ("MotDePasse2026!", "common"),
        ("claire.dupont1", "personal"),
        ("dupontdupont12", "personal"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_password(password, about=("claire.dupont@chais.fr", "Claire Dupont"), is_common=COMMON.__contains__)
    assert refusal.value.code == f"tenancy.password.{code}"
    assert refusal.value.errors[0].field == "password"


def test_a_sentence_is_a_good_password() -> None:
    check_password(
        "trois pipettes dans le chai",
        about=("claire@chais.fr", "Claire Dupont"),
        is_common=COMMON.__contains__,
    )


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert second_factor.accepted_step(SECRET, code, at, last_step=-1) == seconds // 30


def test_a_code_works_once_and_a_clock_may_be_half_a_minute_off() -> None:
    totp = pyotp.TOTP(SECRET)
    code = totp.at(NOW)
    step = second_factor.accepted_step(SECRET, code, NOW, last_step=0)
    assert step == int(NOW.timestamp()) // 30
    assert second_factor.accepted_step(SECRET, code, NOW, last_step=step) is None
    assert second_factor.accepted_step(SECRET, totp.at(NOW - timedelta(seconds=30)), NOW, last_step=step) is None
    assert second_factor.accepted_step(SECRET, totp.at(NOW + timedelta(seconds=30)), NOW, last_step=step) == step + 1
    assert second_factor.accepted_step(SECRET, totp.at(NOW + timedelta(seconds=90)), NOW, last_step=0) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "٠١٢٣٤٥", "12 34 5"])
def test_what_is_no_code_is_simply_wrong(code: str) -> None:
    assert second_factor.accepted_step(SECRET, code, NOW, last_step=0) is None


def test_a_recovery_code_is_spent_by_its_use_and_bound_to_its_owner() -> None:
    codes = second_factor.new_recovery_codes(bytes(range(100)))
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
    hashes = tuple(second_factor.recovery_hash("usr_1", code) for code in codes)
    left = second_factor.without_code("usr_1", hashes, codes[3].upper().replace("-", " "))
    assert left is not None
    assert len(left) == 9
    assert second_factor.without_code("usr_1", left, codes[3]) is None
    assert second_factor.without_code("usr_2", hashes, codes[0]) is None


def session(n: int, opened: datetime = NOW, days: int = 30) -> identity.Session:
    return identity.Session(f"ses_{n}", f"hash{n}", opened, opened + timedelta(days=days), "Firefox", "10.0.0.1")


def test_a_session_is_found_by_its_hash_until_it_expires_or_is_closed() -> None:
    sessions = identity.opened(identity.Sessions(), session(1), NOW)
    assert identity.found(sessions, "hash1", NOW) == session(1)
    assert identity.found(sessions, "hash2", NOW) is None
    assert identity.found(sessions, "hash1", NOW + timedelta(days=30)) is None
    assert identity.found(identity.closed(sessions, ["ses_1"]), "hash1", NOW) is None
    assert identity.found(None, "hash1", NOW) is None


def test_a_person_has_a_name_that_can_be_printed() -> None:
    assert identity.person_name("  Claire\u200b \n Dupont ") == "Claire Dupont"
    with pytest.raises(Refused):
        identity.person_name(" \u200b ")


def test_at_most_twenty_sessions_stay_open_and_the_oldest_go_first() -> None:
    sessions = identity.Sessions()
    for n in range(25):
        sessions = identity.opened(sessions, session(n), NOW)
    assert [one.id for one in sessions.open] == [f"ses_{n}" for n in range(5, 25)]
    late = identity.opened(sessions, session(99, NOW + timedelta(days=31)), NOW + timedelta(days=31))
    assert [one.id for one in late.open] == ["ses_99"]


def test_a_device_is_new_once() -> None:
    sessions = identity.remembering(identity.Sessions(), "laptop")
    assert identity.knows(sessions, "laptop")
    assert not identity.knows(sessions, "phone")
    assert identity.remembering(sessions, "laptop").devices == ("laptop",)


def test_the_list_of_companies_of_a_person() -> None:
    one = identity.Membership("com_1", "Chais", "vigne", "owner")
    mine = identity.joined(identity.Memberships(), one)
    mine = identity.joined(mine, identity.Membership("com_2", "Négoce", "nuit", "reader"))
    mine = identity.renamed(mine, "com_1", "Chais Réunis", "olive")
    assert [(m.name, m.colour, m.role) for m in mine.companies] == [
        ("Chais Réunis", "olive", "owner"),
        ("Négoce", "nuit", "reader"),
    ]
    assert [m.company for m in identity.left(mine, "com_1").companies] == ["com_2"]


@pytest.mark.parametrize(
    "link",
    [
        None,
        identity.MailLink("reset", "usr_1", "a@b.fr", NOW),
        identity.MailLink("verify", "usr_1", "a@b.fr", NOW + timedelta(hours=1)),
    ],
)
def test_a_link_spent_late_or_of_another_purpose_opens_nothing(link: identity.MailLink | None) -> None:
    with pytest.raises(Refused) as refusal:
        identity.require_link(link, "reset", NOW)
    assert refusal.value.code == "tenancy.link.expired"


ULID = "01JD0000000000000000000ABC"


def test_tokens_name_what_they_open() -> None:
    token = tokens.session_token(f"usr_{ULID}", b"\x01" * 20)
    assert tokens.session_user(token) == f"usr_{ULID}"
    assert len(token.split(".")[1]) == 32
    key = tokens.api_key_token(f"com_{ULID}", f"key_{ULID}", b"\xff" * 20)
    assert key == f"cav_{ULID}_{ULID}_{'z' * 32}"
    assert tokens.api_key_claim(key) == tokens.KeyClaim(f"com_{ULID}", f"key_{ULID}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cav",
        "cav_a_b_c",
        f"sk_{ULID}_{ULID}_{'a' * 32}",
        f"cav_{ULID}_{ULID}_{'a' * 33}",
        f"cav_{ULID}_{ULID}",
        f"cav_{ULID[:-1]}#_{ULID}_{'a' * 32}",
        f"cav_{ULID[:-1]}é_{ULID}_{'a' * 32}",
    ],
)
def test_what_is_no_key_claims_nothing(text: str) -> None:
    assert tokens.api_key_claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "usr_1.abc",
        f"usr_{ULID}",
        f"usr_{ULID}.",
        f"com_{ULID}.{'a' * 32}",
        f"usr_{ULID[:-1]}#.{'a' * 32}",
        f"usr_{ULID * 90}.{'a' * 32}",
    ],
)
def test_what_is_no_session_claims_nobody(text: str) -> None:
    assert tokens.session_user(text) is None


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18.0 Safari/605.1", "Safari · iPad"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5", "API"),
        ("", "API"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, label: str) -> None:
    assert device_label(agent) == label
