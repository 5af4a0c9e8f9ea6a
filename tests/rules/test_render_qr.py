"""The EPC code: its text line by line, its limits, and a drawing that phones have read."""

import hashlib

import pytest

from chalicelib.render.pdf.qr import epc_payload, matrix

PAID = epc_payload(
    "SCEA Domaine des Trois Clochers", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP833", 234560, "FA-2026-0042"
)


def test_the_text_follows_the_european_guide() -> None:
    assert PAID.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "AGRIFRPP833",
        "SCEA Domaine des Trois Clochers",
        "FR7630006000011234567890189",
        "EUR2345.60",
        "",
        "",
        "FA-2026-0042",
    ]


def test_names_and_references_keep_to_their_length() -> None:
    lines = epc_payload("é" * 100, "FR76", "", 1, "x" * 200).split("\n")
    assert lines[4] == ""
    assert lines[5] == "é" * 70
    assert lines[7] == "EUR0.01"
    assert lines[10] == "x" * 140


@pytest.mark.parametrize("cents", [0, -1, 100_000_000_000])
def test_an_amount_a_bank_would_refuse_makes_no_code(cents: int) -> None:
    with pytest.raises(ValueError, match="cannot be asked"):
        epc_payload("Domaine", "FR76", "", cents, "")


def test_the_drawing_is_the_one_that_was_read() -> None:
    """This very drawing, and 300 others of random accounts, were decoded by zxing-cpp 3.1.1 to their exact text."""
    rows = "\n".join("".join("#" if dark else "." for dark in row) for row in matrix(PAID))
    assert (
        hashlib.sha256(rows.encode()).hexdigest() == "3d2a38ee33556b35109337220b4ce464935ad986b5121c5c6ced5547e0d3b4d3"
    )


def test_the_longest_text_still_fits_a_code_of_version_13() -> None:
    code = matrix(epc_payload("é" * 70, "F" * 34, "A" * 11, 99_999_999_999, "x" * 140))
    assert len(code) <= 13 * 4 + 17
    assert all(len(row) == len(code) for row in code)
