"""Use cases of mailing, and what the rooms above call to send a document.

letter = Letter("invoice", About("invoice", id, number), customer, name, owner, "fr", {"amount": "345,60 €"})
unit.load(*mailing.letter_refs(unit, customer, owner))   # with the room's own batch
out = mailing.asked(unit, letter, "FA-2026-0001.pdf")    # in the room's own commit
state = mailing.carry(call, message_id, attach)          # once the fact is told
"""

from chalicelib.mailing.service.composing import Changed, letter_refs
from chalicelib.mailing.service.following import clear, heard
from chalicelib.mailing.service.paying import button_refs, buttons, keep_buttons, pay_token, pay_url
from chalicelib.mailing.service.sending import asked, carry, note_silence, previewed
from chalicelib.mailing.service.templates import list_templates, save_template
from chalicelib.mailing.service.unsent import unsent

__all__ = [
    "Changed",
    "asked",
    "button_refs",
    "buttons",
    "carry",
    "clear",
    "heard",
    "keep_buttons",
    "letter_refs",
    "list_templates",
    "note_silence",
    "pay_token",
    "pay_url",
    "previewed",
    "save_template",
    "unsent",
]
