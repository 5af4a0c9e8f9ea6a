"""The document: context, header, notes, trade agreement, delivery."""

from chalicelib.render.cii.lines import add_line
from chalicelib.render.cii.parties import add_party, add_place
from chalicelib.render.cii.settlement import add_settlement
from chalicelib.render.cii.xml import Element, add, add_date, add_if, root
from chalicelib.render.sheet import InvoiceSheet

PROFILE = "urn:cen.eu:en16931:2017"
TYPE_CODES = {"invoice": "380", "deposit_invoice": "386", "corrective_invoice": "384", "credit_note": "381"}


def process_of(sheet: InvoiceSheet) -> str:
    """BT-23: what the sheet says, else goods already paid (B2) or goods (B1)."""
    if sheet.process:
        return sheet.process
    settled = sheet.totals.due == 0 and sheet.totals.paid == sheet.totals.gross != 0
    return "B2" if settled else "B1"


def notes_of(sheet: InvoiceSheet) -> list[tuple[str, str]]:
    """(text, subject code) of every note (BG-1): comment, legal notes, and the regime as the note BAR."""
    notes = [(sheet.comment, "")] if sheet.comment else []
    notes += [(note.text, note.code) for note in sheet.notes if note.code and note.code != "BAR"]
    return [*notes, (sheet.regime, "BAR")] if sheet.regime else notes


def document(sheet: InvoiceSheet) -> Element:
    """The root of the invoice's XML. Raises KeyError for a kind that is not an invoice or a credit note."""
    invoice = root("rsm:CrossIndustryInvoice")
    context = add(invoice, "rsm:ExchangedDocumentContext")
    add(context, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", process_of(sheet))
    add(context, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", PROFILE)
    header = add(invoice, "rsm:ExchangedDocument")
    add(header, "ram:ID", sheet.number)
    add(header, "ram:TypeCode", TYPE_CODES[sheet.kind])
    add_date(header, "ram:IssueDateTime", sheet.issued_on)
    for text, code in notes_of(sheet):
        note = add(header, "ram:IncludedNote")
        add(note, "ram:Content", text)
        add_if(note, "ram:SubjectCode", code)
    trade = add(invoice, "rsm:SupplyChainTradeTransaction")
    for rank, line in enumerate(sheet.sold(), start=1):
        add_line(trade, rank, line, sheet)
    _add_agreement(trade, sheet)
    _add_delivery(trade, sheet)
    add_settlement(trade, sheet)
    return invoice


def _add_agreement(trade: Element, sheet: InvoiceSheet) -> None:
    refs = sheet.references
    taxed = all(share.category != "O" for share in sheet.vat)
    node = add(trade, "ram:ApplicableHeaderTradeAgreement")
    add_if(node, "ram:BuyerReference", refs.buyer_reference)
    add_party(node, "ram:SellerTradeParty", sheet.seller, taxed=taxed)
    add_party(node, "ram:BuyerTradeParty", sheet.buyer, taxed=taxed)
    add_if(node, "ram:SellerOrderReferencedDocument/ram:IssuerAssignedID", refs.order)
    add_if(node, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", refs.buyer_order)
    add_if(node, "ram:ContractReferencedDocument/ram:IssuerAssignedID", refs.contract)


def _add_delivery(trade: Element, sheet: InvoiceSheet) -> None:
    """Where and when. An intra-EU supply must name the country it went to, and a deposit, of what is not delivered yet,
    has no day: the buyer's place when no other is given."""
    node = add(trade, "ram:ApplicableHeaderTradeDelivery")
    intra_eu = any(share.category == "K" for share in sheet.vat)
    place = sheet.delivery or (sheet.buyer if intra_eu or sheet.delivered_on is None else None)
    if place:
        add_place(node, "ram:ShipToTradeParty", place)
    if sheet.delivered_on:
        add_date(node, "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime", sheet.delivered_on)
    add_if(node, "ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID", sheet.references.delivery_note)
