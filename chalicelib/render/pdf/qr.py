"""The EPC QR code of a SEPA transfer (EPC069-12, version 002): a banking app reads it and fills the
transfer in.

Source: European Payments Council, "Quick Response Code: Guidelines to enable data capture for the
initiation of a SEPA credit transfer" (EPC069-12).
"""

from decimal import Decimal
from functools import lru_cache
from typing import Any

_MOST_NAME = 70
_MOST_TEXT = 140
_MOST_BYTES = 331
# Readers accept any of the eight masks; trying them all to pick the prettiest costs more than the rest of the page.
_MASK = 3
_MOST_CENTS = 99_999_999_999


def epc_payload(name: str, iban: str, bic: str, cents: int, reference: str) -> str:
    """The text of the code. Raises ValueError when the amount is not between 0.01 and 999,999,999.99 EUR."""
    if not 0 < cents <= _MOST_CENTS:
        raise ValueError(f"{cents} cents cannot be asked by an EPC code")
    amount = f"EUR{Decimal(cents).scaleb(-2):.2f}"
    head = "\n".join(["BCD", "002", "1", "SCT", bic, name[:_MOST_NAME], iban.replace(" ", ""), amount, "", "", ""])
    room = _MOST_BYTES - len(head.encode("utf-8"))
    return head + reference[:_MOST_TEXT].encode("utf-8")[:room].decode("utf-8", "ignore")


@lru_cache(maxsize=16)
def matrix(text: str) -> list[list[bool]]:
    """Rows of the QR code of a text, level M, without the quiet zone; True is dark."""
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text.encode("utf-8")))
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    return [[bool(dark) for dark in row] for row in code.modules]
