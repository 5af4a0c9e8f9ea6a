"""Use cases of reminders: sent, dropped, held back."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.kernel.book import WHOLE, entry, with_entry, without
from chalicelib.kernel.errors import CaveauError, NotFound, Refused, require_transition
from chalicelib.kernel.exchange import abroad
from chalicelib.mailing import service as mailing
from chalicelib.mailing.rules.messages import Letter
from chalicelib.reminders.rules import dunning as rules
from chalicelib.reminders.rules.dunning import RATE, Dunning, Held, HeldBook, Step
from chalicelib.reminders.rules.late import Late, late_in_parts
from chalicelib.reminders.schemas import HeldAllOut, HeldOut, HoldIn, RemindedAllOut, RemindedOut, RemindIn
from chalicelib.reminders.store import DUNNINGS, HELD
from chalicelib.render import words
from chalicelib.render.sheet import Lang
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Instalment, Receivable, left_by_rank
from chalicelib.sales.service import sending
from chalicelib.tenancy import service as tenancy

MISSING = NotFound("reminders.reminder.not_found", "Cette relance n'existe pas ou plus.")


def remind(call: Call, asked: RemindIn) -> RemindedAllOut:
    """Send, show or drop reminders, each for itself: one that cannot leave stops no other, one that was sent is not
    sent again."""
    one_by_one = replace(call, idempotency=None)
    items = [_answered(one_by_one, id, asked) for id in dict.fromkeys(asked.ids)]
    return RemindedAllOut(items=items, done=sum(1 for one in items if one.state == asked.to))


def _answered(call: Call, id: str, asked: RemindIn) -> RemindedOut:
    try:
        if asked.preview:
            return _shown(reading(call), id)
        return _sent(call, id) if asked.to == "sent" else _dropped(call, id)
    except CaveauError as refusal:
        return _out(id, "pending", problem=refusal.detail, rule=refusal.code)


@use_case("reminders.reminder.send")
def _sent(unit: Unit, id: str) -> RemindedOut:
    known, step, owed = _known(unit, id)
    if step.state == "sent":
        return _out(id, "sent", known, step)
    if _stands_aside(unit, known, step, owed):
        unit.put(DUNNINGS, known.invoice, rules.lapsed(known))
        return _out(id, "lapsed", known, step)
    require_transition(rules.TRANSITIONS, step.state, "sent", "reminders.reminder.transition")
    letter, cost = _letter(unit, known, step, owed)
    message = mailing.asked(unit, letter, sending.file_name(known.number))
    told = replace(step, state="sent", message=message.id, sent_at=unit.at, fee=cost.fee, interest=cost.interest)
    balance = _late(step, owed, unit.today)[0]
    seen = replace(known, balance=balance, home_balance=owed.closes(balance) if owed.home else None)
    unit.put(DUNNINGS, known.invoice, rules.moved(seen, told))
    return _out(id, "sent", known, told, message.to, message.subject, message.text)


def _shown(unit: Unit, id: str) -> RemindedOut:
    """What would be sent now."""
    known, step, owed = _known(unit, id)
    if step.state == "pending" and _stands_aside(unit, known, step, owed):
        return _out(id, "lapsed", known, step)
    letter, cost = _letter(unit, known, step, owed)
    seen = mailing.previewed(unit, letter, sending.file_name(known.number))
    priced = replace(step, fee=cost.fee, interest=cost.interest)
    return _out(id, step.state, known, priced, seen.to, seen.subject, seen.text, seen.problem)


@use_case("reminders.reminder.drop")
def _dropped(unit: Unit, id: str) -> RemindedOut:
    known, step, _ = _known(unit, id)
    if step.state != "dropped":
        require_transition(rules.TRANSITIONS, step.state, "dropped", "reminders.reminder.transition")
        unit.put(DUNNINGS, known.invoice, rules.moved(known, replace(step, state="dropped")))
    return _out(id, "dropped", known, step)


def _known(unit: Unit, id: str) -> tuple[Dunning, Step, Receivable]:
    """NotFound when there is none, or when it is another representative's."""
    invoice, _, level = id.rpartition("-")
    if not invoice or not level.isdigit():
        raise MISSING
    unit.load((DUNNINGS, invoice), (HELD, WHOLE), *sales.receivable_refs(invoice), *tenancy.refs(on=unit.today))
    known = unit.find(DUNNINGS, invoice)
    step = known.step(int(level)) if known else None
    if known is None or step is None:
        raise MISSING
    return known, step, sales.receivable(unit, invoice)


def _stands_aside(unit: Unit, known: Dunning, step: Step, owed: Receivable) -> bool:
    """Is it paid, disputed, or of an excluded customer?"""
    return step.rank not in left_by_rank(owed) or held_book(unit).holds(known.invoice, owed.customer)


def held_book(unit: Unit) -> HeldBook:
    return unit.find(HELD, WHOLE) or HeldBook()


def _letter(unit: Unit, known: Dunning, step: Step, owed: Receivable) -> tuple[Letter, Late]:
    """The letter of a step, and what it claims beyond what is past due: at the last level, of a business."""
    letter = sending.invoice_letter(unit, known.invoice, sort=f"reminder_{step.level}")
    settings = tenancy.company_settings(unit)
    business = not crm.customer(unit, owed.customer).individual
    own = settings.text(RATE)
    claimed, parts = _late(step, owed, unit.today)
    cost = late_in_parts(
        [(one.amount, one.due_on) for one in parts],
        unit.today,
        business=business and step.level == rules.LEVELS[-1],
        fee=abroad(settings.integer("recovery_fee"), owed.rate.rate) if owed.rate else settings.integer("recovery_fee"),
        percent=Decimal(own) if own else None,
    )
    lang: Lang = "en" if letter.language == "en" else "fr"
    besides = cost.fee + cost.interest
    more = {
        "days": str(cost.days),
        "balance": words.amount(claimed, lang, owed.currency),
        "fee": words.amount(cost.fee, lang, owed.currency) if cost.fee else "",
        "interest": words.amount(cost.interest, lang, owed.currency) if cost.interest else "",
        "rate": words.percent(cost.percent, lang) if cost.interest else "",
        "total": words.amount(claimed + besides, lang, owed.currency) if besides else "",
    }
    return replace(letter, variables={**letter.variables, **more}), cost


def _late(step: Step, owed: Receivable, today: date) -> tuple[int, list[Instalment]]:
    """What a step asks for: all that is past due, at least its own instalment."""
    rest = left_by_rank(owed)
    parts = rules.past_due(rest, today) or [rest.get(step.rank, Instalment(owed.due_on, owed.balance))]
    return sum(one.amount for one in parts), parts


def _out(
    id: str,
    state: str,
    known: Dunning | None = None,
    step: Step | None = None,
    to: list[str] | None = None,
    subject: str = "",
    text: str = "",
    problem: str = "",
    rule: str = "",
) -> RemindedOut:
    return RemindedOut.model_validate(
        {
            "id": id,
            "state": state,
            "number": known.number if known else "",
            "recipients": to or [],
            "message": step.message if step else "",
            "subject": subject,
            "text": text,
            "fee": step.fee if step else 0,
            "interest": step.interest if step else 0,
            "currency": known.currency if known else "EUR",
            "problem": problem,
            "rule": rule,
        }
    )


# --- held back


@use_case("reminders.hold")
def hold(unit: Unit, asked: HoldIn) -> HeldAllOut:
    """Hold an invoice or a customer back, or let it go. What waits of it drops out at once for an invoice, at the next
    look for a customer's."""
    unit.load((HELD, WHOLE))
    unit.expect(HELD, WHOLE, unit.call.if_match)
    book = held_book(unit)
    if not asked.held:
        _require_own(unit, asked.id)
        unit.put(HELD, WHOLE, HeldBook(without(book.items, asked.id)))
        return _held_out(unit)
    if len(book.items) >= rules.MOST_HELD:
        detail = f"{rules.MOST_HELD} factures et clients sont déjà tenus à l'écart. Libérez-en avant d'en ajouter."
        raise Refused("reminders.held.full", detail, "id")
    unit.put(HELD, WHOLE, HeldBook(with_entry(book.items, _held(unit, asked))))
    known = unit.find(DUNNINGS, asked.id) if asked.kind == "invoice" else None
    if known is not None and known.pending:
        unit.put(DUNNINGS, asked.id, rules.lapsed(known))
    return _held_out(unit)


def _require_own(unit: Unit, id: str) -> None:
    """Who is limited to his own customers lets go of theirs alone."""
    if not any(one.id == id for one in _seen(unit)) and entry(held_book(unit).items, id) is not None:
        raise NotFound("reminders.held.not_found", "Rien n'est tenu à l'écart sous ce nom. Rechargez la page.", "id")


def _seen(unit: Unit) -> list[Held]:
    """What is held back, of the customers this person may see."""
    mine = unit.actor.only_own
    return [one for one in held_book(unit).items if not mine or one.owner == unit.actor.id]


def _held(unit: Unit, asked: HoldIn) -> Held:
    if asked.kind == "customer":
        customer = crm.customer(unit, asked.id)
        whose, name, owner, label = (
            asked.id,
            customer.display_name,
            customer.representative or "",
            customer.display_name,
        )
    else:
        owed = sales.receivable(unit, asked.id)
        whose, name, owner, label = owed.customer, owed.customer_name, owed.owner, owed.number
    return Held(asked.id, asked.kind, label, whose, name, owner, asked.reason, unit.today, unit.actor.name)


def _held_out(unit: Unit) -> HeldAllOut:
    items = [
        HeldOut.model_validate({name: value for name, value in asdict(one).items() if name in HeldOut.model_fields})
        for one in _seen(unit)
    ]
    return HeldAllOut(items=items, version=unit.version(HELD, WHOLE))
