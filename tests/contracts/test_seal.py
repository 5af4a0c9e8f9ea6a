"""The seal of a PDF: PAdES B-B behind a Factur-X, whole after it, and one byte changed anywhere is told."""

from __future__ import annotations

import functools
import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.render import seal, seal_cert, seal_check
from chalicelib.render.facturx import cii_xml, facturx
from chalicelib.render.invoice_pdf import invoice_pdf
from tests.support import sheets
from tests.support.seals import authority, rsa_key

AT = datetime.now(UTC).replace(microsecond=0)


@functools.cache
def plain() -> tuple[bytes, bytes]:
    """A Factur-X and its XML."""
    sheet = sheets.invoice([sheets.sale("Château de l'Œuvre 2022", 36, "8.50"), sheets.sale("Rosé", 12, "6.00")])
    xml = cii_xml(sheet)
    return facturx(invoice_pdf(sheet), xml), xml


@functools.cache
def trial() -> bytes:
    key = seal_cert.trial_key("SCEA des Trois Clochers", AT, 77)
    own = seal_cert.certified(key.certificate)
    stamp = seal.Stamp(own.chain, lambda content: seal_cert.trial_signature(key.key, content), own.size)
    return seal.sealed(plain()[0], stamp, name="SCEA", reason=seal_cert.TRIAL, at=AT)


@functools.cache
def certified() -> bytes:
    """The same by a certificate with its chain, as a company has it."""
    return seal.sealed(plain()[0], stamp_of(), name="SCEA", reason="Facture", at=AT)


def stamp_of(days: tuple[int, int] = (-1, 365)) -> seal.Stamp:
    key = rsa_key()

    def sign(content: bytes) -> bytes:
        return key.sign(content, padding.PKCS1v15(), hashes.SHA256())

    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    request = seal_cert.request("SCEA des Trois Clochers", "404833048", public, sign)
    found = seal_cert.certified(authority().certificate(request, days=days))
    return seal.Stamp(found.chain, sign, found.size)


def changed(pdf: bytes, at: int, bits: int) -> seal_check.Seal:
    other = bytearray(pdf)
    other[at] ^= bits
    return seal_check.checked(bytes(other))


@pytest.mark.parametrize("sealed", [trial, certified])
def test_a_sealed_paper_says_who_and_when_and_covers_all_of_itself(sealed: functools._lru_cache_wrapper[bytes]) -> None:
    found = seal_check.checked(sealed())
    assert (found.state, found.problem, found.whole) == ("intact", "", True)
    assert (found.organization, found.sealed_at) == ("SCEA des Trois Clochers", AT)
    assert found.self_signed == (sealed is trial)
    if sealed is trial:
        assert (found.signer, found.reason) == (seal_cert.TRIAL, seal_cert.TRIAL)
    else:
        assert (found.identifier, found.issuer) == ("NTRFR-404833048", "Confiance SA")
    assert seal_check.checked(plain()[0]).state == "none"


@pytest.mark.feature("2.3-29")
@pytest.mark.parametrize("sealed", [trial, certified])
def test_one_byte_changed_makes_the_validator_say_broken(sealed: functools._lru_cache_wrapper[bytes]) -> None:
    """Every part of the file: content, XML, cross references, the seal's own dictionary, its digits and padding."""
    pdf = sealed()
    assert seal_check.checked(pdf).state == "intact"
    start = len(plain()[0])
    places = {*range(0, start, 211), *range(start, len(pdf), 17)}
    for at in sorted(places):
        found = changed(pdf, at, 1 << at % 8)
        assert found.state == "broken", (at, found)


@settings(max_examples=120, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_any_byte_changed_in_any_way_is_told(where: float, bits: int) -> None:
    pdf = certified()
    assert changed(pdf, int(where * len(pdf)), bits).state == "broken"


@settings(max_examples=40, deadline=None)
@given(tail=st.binary(min_size=1, max_size=40), cut=st.integers(1, 400))
def test_what_is_added_or_cut_off_is_told(tail: bytes, cut: int) -> None:
    assert seal_check.checked(trial() + tail).state == "broken"
    assert seal_check.checked(trial()[:-cut]).state == "broken"


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_whatever_bytes_are_judged(content: bytes) -> None:
    assert seal_check.checked(b"%PDF-1.7\n" + content).state in {"none", "broken"}


def test_the_paper_under_the_seal_is_as_it_was() -> None:
    """The seal is written behind: Factur-X, output intent, metadata and fonts stay as PDF/A-3 asks."""
    pdf, xml = plain()
    sealed = trial()
    assert sealed.startswith(pdf)
    assert pypdf.PdfReader(io.BytesIO(sealed)).attachments["factur-x.xml"] == [xml]
    with pikepdf.open(io.BytesIO(pdf)) as before, pikepdf.open(io.BytesIO(sealed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert [one.AFRelationship for one in after.Root.AF] == ["/Alternative"]
        (field,) = after.Root.AcroForm.Fields
        assert (str(field.FT), int(field.F), [int(one) for one in field.Rect]) == ("/Sig", 132, [0, 0, 0, 0])
        assert (str(field.V.SubFilter), str(after.Root.Perms.DocMDP.Type)) == ("/ETSI.CAdES.detached", "/Sig")
        assert int(field.V.Reference[0].TransformParams.P) == 1, "nothing may be changed"
        assert "/NeedAppearances" not in after.Root.AcroForm


def test_a_seal_outside_the_days_of_its_certificate_does_not_hold() -> None:
    sealed = seal.sealed(plain()[0], stamp_of(days=(-30, -3)), name="SCEA", reason="Facture", at=AT)
    found = seal_check.checked(sealed)
    assert (found.state, found.problem) == ("broken", "late")
    kept = seal.sealed(plain()[0], stamp_of(days=(-30, -3)), name="S", reason="F", at=AT - timedelta(days=9))
    assert seal_check.checked(kept).state == "intact", "expired since: it was good on its day"


def test_a_signature_that_cannot_be_made_makes_no_file() -> None:
    own = stamp_of()

    def away(content: bytes) -> bytes:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        seal.sealed(plain()[0], seal.Stamp(own.chain, away, own.size), name="S", reason="F", at=AT)
