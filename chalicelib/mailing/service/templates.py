"""Use cases of templates: read, saved, given back.

The one trick: a template that was never changed is not stored, so a better given text reaches everybody who kept it.
"""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE, with_entry, without
from chalicelib.mailing.rules.given import GIVEN
from chalicelib.mailing.rules.templates import VARIABLES, Template, Templates, checked, template_id
from chalicelib.mailing.schemas import TemplateIn, TemplateOut, TemplatesOut
from chalicelib.mailing.store import TEMPLATES


def list_templates(call: Call) -> TemplatesOut:
    """Every sort in each language, those of the company before the given ones."""
    return _out(reading(call))


@use_case("mailing.template.save")
def save_template(unit: Unit, asked: TemplateIn) -> TemplatesOut:
    """Keep a template; both texts empty give the original back. Refused with the name of an unknown variable."""
    unit.expect(TEMPLATES, WHOLE, unit.call.if_match)
    known = (unit.find(TEMPLATES, WHOLE) or Templates()).items
    id = template_id(asked.sort, asked.language)
    if not asked.subject.strip() and not asked.text.strip():
        unit.put(TEMPLATES, WHOLE, Templates(without(known, id)))
        return _out(unit)
    wanted = checked(Template(id, asked.sort, asked.language, asked.subject.strip(), asked.text))
    unit.put(TEMPLATES, WHOLE, Templates(with_entry(known, wanted)))
    return _out(unit)


def _out(unit: Unit) -> TemplatesOut:
    own = {one.id: one for one in (unit.find(TEMPLATES, WHOLE) or Templates()).items}
    items = [
        TemplateOut.model_validate(
            {
                "id": id,
                "sort": given.sort,
                "language": given.language,
                "subject": own.get(id, given).subject,
                "text": own.get(id, given).text,
                "own": id in own,
                "variables": VARIABLES[given.sort],
            }
        )
        for id, given in GIVEN.items()
    ]
    return TemplatesOut(items=items, version=unit.version(TEMPLATES, WHOLE))
