"""What sales forgets of a person (orders, quotes), and what the law wants kept."""

from __future__ import annotations

from chalicelib.kernel.erasing import NOBODY, blanks, erases, keeps

_PLACE = {"lines": [], "postcode": "", "town": "", "name": ""}
_OFFER = {
    "buyer.name": NOBODY,
    **{f"buyer.{name}": "" for name in ("siret", "vat_number", "excise_number", "email", "phone")},
    **{f"buyer.{place}.{name}": value for place in ("address", "delivery") for name, value in _PLACE.items()},
    **dict.fromkeys(("reference", "comment_private", "comment_printed"), ""),
}
erases("order", blanks(_OFFER))
erases("quote", blanks({**_OFFER, "reason": ""}))
_FR = "la loi impose de la garder dix ans (code de commerce, article L123-22)."
_EN = "the law has it kept for ten years (French commercial code, article L123-22)."
keeps("invoice", f"Facture émise et scellée : {_FR}", f"Invoice issued and sealed: {_EN}")
keeps("receivable", f"Somme due sur une facture émise : {_FR}", f"Amount due on an issued invoice: {_EN}")
keeps("advance", f"Acompte reçu sur un devis ou une commande : {_FR}", f"Received before an invoice: {_EN}")
keeps("proforma", f"Facture pro forma, pièce justificative : {_FR}", f"Pro forma, a supporting document: {_EN}")
keeps("delivery_note", f"Bon de livraison, pièce justificative : {_FR}", f"Delivery note, a supporting document: {_EN}")
