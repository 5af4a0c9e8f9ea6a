"""What tenancy does once a fact is told, and every minute.

`mails` is imported where it is needed: the mail templates are no part of the API's start.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.aws.relay import APPENDED
from chalicelib.tenancy.schemas.backups import BackupAdvancedV1, BackupDoneV1
from chalicelib.tenancy.schemas.companies import CompanyCreatedV1, CompanyUpdatedV1
from chalicelib.tenancy.schemas.exports import ExportAskedV1, ExportReadyV1
from chalicelib.tenancy.schemas.identity import LinkCreatedV1, LockedV1, NewDeviceV1, UserRenamedV1
from chalicelib.tenancy.schemas.members import MemberInvitedV1
from chalicelib.tenancy.schemas.support import SuggestionJudgedV1
from chalicelib.tenancy.schemas.tasks import TaskAssignedV1
from chalicelib.tenancy.service import backups, companies, deliveries, snapshots

routes = Blueprint(__name__)
entry = entries(routes)


@entry(fact=LinkCreatedV1)
def mail_link(call: Call, fact: LinkCreatedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_link(call, fact)


@entry(fact=MemberInvitedV1)
def mail_invitation(call: Call, fact: MemberInvitedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_invitation(call, fact)


@entry(fact=NewDeviceV1)
def mail_login_alert(call: Call, fact: NewDeviceV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_login_alert(call, fact)


@entry(fact=LockedV1)
def mail_lockout(call: Call, fact: LockedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_lockout(call, fact, happened.at)


@entry(fact=TaskAssignedV1)
def mail_task(call: Call, fact: TaskAssignedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_task(call, fact, happened.id)


@entry(fact=ExportAskedV1)
def make_export(call: Call, fact: ExportAskedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import exports  # noqa: PLC0415

    exports.make(call, fact.export)


@entry(fact=ExportReadyV1)
def mail_export(call: Call, fact: ExportReadyV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_export(call, fact, happened.id)


@entry(fact=SuggestionJudgedV1)
def mail_voters(call: Call, fact: SuggestionJudgedV1, happened: Happened) -> None:
    from chalicelib.tenancy.service import mails  # noqa: PLC0415

    mails.send_judgement(call, fact, happened.id)


@entry(schedule="rate(1 minute)")
def mail_answers(call: Call) -> None:
    """Answers of the desk that nobody has read, to those who are away."""
    from chalicelib.tenancy.service import answers  # noqa: PLC0415

    answers.relay(call)


@entry(task=True)
def inbound_mail(call: Call, event: dict[str, Any]) -> list[str]:
    """Replies to them: SES stores each mail under `inbound/` and calls this with its receipt (infra/inbound.yaml)."""
    from chalicelib.tenancy.service import answers  # noqa: PLC0415

    return answers.arrived(call, event)


@entry(fact=CompanyCreatedV1)
def register_company(call: Call, fact: CompanyCreatedV1, happened: Happened) -> None:
    companies.register(call.within(PLATFORM), happened.company, fact)


@entry(fact=CompanyUpdatedV1)
def rename_company(call: Call, fact: CompanyUpdatedV1, happened: Happened) -> None:
    companies.rename_in_lists(call)
    companies.register_name(call.within(PLATFORM), happened.company, fact.name)


@entry(fact=UserRenamedV1)
def rename_user(call: Call, fact: UserRenamedV1, happened: Happened) -> None:
    companies.rename_member(call, fact.user, fact.name)


@entry(facts=(APPENDED,))
def tell_webhooks(call: Call, told: dict[str, Any], happened: Happened) -> None:
    deliveries.tell(call, told["data"]["lane"], told["data"]["seq"])


@entry(schedule="rate(1 minute)")
def retry_webhooks(call: Call) -> None:
    deliveries.retry(call)


@entry(schedule="cron(0 2 * * ? *)")
def back_up(call: Call) -> None:
    """Every night at 02:00 in Paris."""
    backups.begin(call)


@entry(fact=BackupAdvancedV1)
def go_on_backing_up(call: Call, fact: BackupAdvancedV1, happened: Happened) -> None:
    backups.advance(call, fact.backup, fact.parts)


@entry(fact=BackupDoneV1)
def finish_backup(call: Call, fact: BackupDoneV1, happened: Happened) -> None:
    backups.done(call, fact.backup)


@entry(schedule="cron(30 7 * * ? *)")
def check_backup(call: Call) -> None:
    """Before 08:00: a backup that is missing somewhere is mended, or told."""
    backups.check(call)


@entry(schedule="cron(0 4 1 * ? *)")
def rehearse_restore(call: Call) -> None:
    """On the first of the month: the last backup in an empty table, compared."""
    from chalicelib.tenancy.service import rehearsals  # noqa: PLC0415

    rehearsals.test(call)


@entry(schedule="cron(0 3 * * ? *)")
def keep_snapshots(call: Call) -> None:
    """Every night at 03:00: put on the shelf the read model of every company that has changed enough, so that a new
    worker starts from it."""
    snapshots.keep(call)
