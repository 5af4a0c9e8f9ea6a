"""What each function may do: `python -m scripts.policies` writes one policy file per function into .chalice/.

Nouns: a *right* is a named set of IAM statements on exact resources; `HELD` says which rights an entry point holds. The
one trick: rights are few and named for what they are for, so that a reader sees at a glance that mailing a link reads
the table and sends a mail, and tests/infra/test_deploy.py runs the main job where they are enforced.

What every entry point holds without being named: `use_case`, as every use case reads and writes items.
"""

import json
import sys
from typing import Any

from app import app
from chalicelib.aws.entry import HANDLERS
from scripts.formation import get, sub
from scripts.infra import INFRA

CHALICE = INFRA.parent / ".chalice"
Statement = dict[str, Any]


def allow(sid: str, actions: list[str], *resources: Any) -> Statement:
    """One statement."""
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": list(resources)}


def objects(bucket: str, *paths: str) -> list[Any]:
    """The ARNs of objects under those paths."""
    return [sub(f"${{{bucket}.Arn}}/{path}") for path in paths]


TWIN = "arn:${AWS::Partition}:s3:::${Name}-backups-replica-${AWS::AccountId}"
FAR = "arn:${AWS::Partition}:s3:::${Name}-documents-replica-${AWS::AccountId}"
TRIAL = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Name}-restore-*"
MAIL_SET = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/${Name}-documents"
IDENTITY = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailDomain}"
RIGHTS: dict[str, list[Statement]] = {
    # A batch of items by key.
    "items": [allow("Items", ["dynamodb:BatchGetItem"], get("Table"))],
    # The same; then one transaction of puts, each on its condition.
    "use_case": [allow("Items", ["dynamodb:BatchGetItem", "dynamodb:PutItem"], get("Table"))],
    # What a company's work costs is added up once in a while (aws/meter.py).
    "metered": [allow("Counted", ["dynamodb:UpdateItem"], get("Table"))],
    # The last number of every lane of a journal: a reader's first question.
    "journal": [allow("Heads", ["dynamodb:Query"], get("Table"))],
    # Counters that protect: they are added to, and forgotten.
    "paced": [allow("Paced", ["dynamodb:UpdateItem"], get("Table"))],
    "limits": [allow("Counters", ["dynamodb:UpdateItem", "dynamodb:DeleteItem"], get("Table"))],
    "documents": [allow("Documents", ["s3:GetObject", "s3:PutObject"], *objects("Documents", "*/files/*"))],
    # The same files in Frankfurt, when Paris does not answer (aws/replica.py).
    "replica": [
        allow("Replica", ["s3:GetObject"], sub(FAR + "/*/files/*")),
        allow("ReplicaAbsences", ["s3:ListBucket"], sub(FAR)),
    ],
    "import_files": [allow("ImportFiles", ["s3:GetObject"], *objects("Documents", "*/files/*"))],
    "import_rows": [allow("ImportRows", ["s3:GetObject"], *objects("Documents", "*/imports/*"))],
    "write_import_rows": [allow("NewImportRows", ["s3:PutObject"], *objects("Documents", "*/imports/*"))],
    # Without the right to list, a missing object is a refusal (403) instead of an absence (404).
    "absences": [allow("Absences", ["s3:ListBucket"], get("Documents"))],
    "snapshots": [allow("Snapshots", ["s3:GetObject"], *objects("Documents", "readmodel/*"))],
    "write_snapshots": [allow("NewSnapshots", ["s3:PutObject"], *objects("Documents", "readmodel/*"))],
    "forget_snapshots": [allow("OldSnapshots", ["s3:DeleteObject"], *objects("Documents", "readmodel/*"))],
    "inbound": [allow("Replies", ["s3:GetObject"], *objects("Documents", "inbound/*"))],
    # Backups lie in both regions; the job writes each itself.
    "read_backups": [
        allow("Backups", ["s3:GetObject"], sub("${Backups.Arn}/backups/*"), sub(TWIN + "/backups/*")),
    ],
    # Also to tell a part that is missing, and is to be mended, from one that is forbidden.
    "backup_names": [allow("BackupNames", ["s3:ListBucket"], get("Backups"), sub(TWIN))],
    "write_backups": [
        allow("NewBackups", ["s3:PutObject"], sub("${Backups.Arn}/backups/*"), sub(TWIN + "/backups/*")),
    ],
    "forget_backups": [
        allow("OldBackups", ["s3:DeleteObject"], sub("${Backups.Arn}/backups/*"), sub(TWIN + "/backups/*")),
    ],
    "whole_table": [allow("Everything", ["dynamodb:Scan"], get("Table"))],
    # The restore test has a table of its own, and no right to write to ours.
    "trial_table": [
        allow(
            "Trial",
            [
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:CreateTable",
                "dynamodb:DeleteTable",
                "dynamodb:DescribeTable",
                "dynamodb:Query",
                "dynamodb:Scan",
            ],
            sub(TRIAL),
        )
    ],
    "read_archive": [allow("Archived", ["s3:GetObject"], *objects("Journal", "journal/*"))],
    # Which companies there are, which entries.
    "archive_names": [allow("ArchivedNames", ["s3:ListBucket"], get("Journal"))],
    # What is made aside is left there, and its progress noted; the API signs the links.
    "leave_transfers": [allow("Left", ["s3:PutObject"], *objects("Scratch", "transfers/*"))],
    "transfers": [
        allow("Transfers", ["s3:GetObject", "s3:PutObject"], *objects("Scratch", "transfers/*")),
        allow("TransferAbsences", ["s3:ListBucket"], get("Scratch")),
    ],
    # An export of a whole company that could not be finished: its parts are not kept.
    "give_up_transfers": [allow("GivenUp", ["s3:AbortMultipartUpload"], *objects("Scratch", "transfers/*"))],
    # The master key among the settings: no statement, but a variable that the others do not have.
    "secret": [],
    # The registers are public addresses: no statement, but the key of the INSEE, which the others do not have.
    "registers": [],
    # The key of the seal never leaves KMS; a document is signed by its hash.
    "seal": [allow("Seal", ["kms:Sign"], get("SealKey"))],
    "seal_key": [allow("SealPublicKey", ["kms:GetPublicKey"], get("SealKey"))],
    "mail": [allow("Mail", ["ses:SendEmail"], sub(IDENTITY))],
    # Documents leave through the configuration set whose events come back (infra/mail.yaml).
    "mail_set": [allow("MailSet", ["ses:SendEmail"], sub(MAIL_SET))],
    "stream": [
        allow(
            "Stream",
            ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
            get("Table", "StreamArn"),
        ),
        # Lists streams and takes no resource: AWS knows this action on every stream or on none.
        allow("Streams", ["dynamodb:ListStreams"], "*"),
        allow("DeadRecords", ["sqs:SendMessage"], get("RelayDead")),
    ],
    # An erasure asked by a person: former versions of what it blanked.
    "rewrite_archive": [
        allow("ArchiveVersions", ["s3:ListBucketVersions"], get("Journal")),
        allow("FormerVersions", ["s3:DeleteObjectVersion"], *objects("Journal", "journal/*")),
    ],
    "remove_files": [
        allow("FileVersions", ["s3:ListBucketVersions"], get("Documents")),
        allow("ErasedFiles", ["s3:DeleteObjectVersion"], *objects("Documents", "*/files/*")),
    ],
    "archive": [allow("Archive", ["s3:PutObject"], *objects("Journal", "journal/*"))],
    "tell": [allow("Bus", ["events:PutEvents"], get("Bus"))],
    # Lambda leaves there, in the function's name, what it failed at (scripts/template.py, failures).
    "fail": [allow("Failures", ["sqs:SendMessage"], get("EntriesDead"))],
}
REASONS = {
    "dynamodb:ListStreams": "AWS gives this action no resource of its own; it names streams, it reads none",
}
"""Why a statement may name every resource."""

SELDOM = {
    ("tenancy_make_export", "give_up_transfers"): "an export of a company that breaks while it is written",
    ("tenancy_inbound_mail", "absences"): "a reply told of that the bucket has forgotten",
    ("*", "mail_set"): "the set that each document that leaves names; tests have another one than an installation",
    ("*", "fail"): "asked by Lambda itself, in the function's name, after a third failure",
}
"""Rights that the whole run of the tests does not come to use, each with what it is for (`*`: whoever holds them)."""
BEHIND_THE_SCENES = {
    "dynamodb:DescribeStream": "asked by Lambda's own reading of the stream, in the function's name",
    "dynamodb:GetRecords": "asked by Lambda's own reading of the stream, in the function's name",
    "dynamodb:GetShardIterator": "asked by Lambda's own reading of the stream, in the function's name",
    "dynamodb:ListStreams": "asked by Lambda's own reading of the stream, in the function's name",
}

READS = ("journal", "snapshots", "absences", "write_snapshots", "forget_snapshots")
"""A reader of lists: what took long to make is put on the shelf, what the journal contradicts is taken off it."""
HELD: dict[str, tuple[str, ...]] = {
    "api_handler": (
        "use_case",
        "limits",
        *READS,
        "documents",
        "replica",
        "transfers",
        "read_backups",
        "registers",
        "secret",
        "seal",
        "seal_key",
    ),
    "accounting_on_fact": ("use_case", *READS),
    "agents_on_fact": ("use_case", *READS),
    "crm_forget_person": ("use_case", *READS, "archive", "rewrite_archive", "remove_files"),
    "crm_recheck_numbers": ("use_case", "paced", *READS, "registers"),
    "einvoicing_follow": ("use_case", "paced", *READS, "documents", "replica", "secret"),
    "einvoicing_report": ("use_case", "paced", *READS, "documents", "replica", "secret"),
    "einvoicing_on_issued": ("use_case", "paced", "documents", "replica", "secret"),
    "einvoicing_on_paid": ("use_case", "paced", "secret"),
    "payments_on_credit_note": ("use_case",),
    "payments_on_invoice": ("use_case",),
    "payments_on_message": ("use_case", "secret"),
    "payments_on_payer_merged": ("use_case", *READS),
    "sales_expire_quotes": ("use_case", *READS),
    "sales_keep_rates": ("use_case", "paced"),
    "sales_on_customer_changed": ("use_case", *READS),
    "sales_on_customer_merged": ("use_case", *READS),
    "sales_on_grid_saved": ("use_case", *READS),
    "debits_collect": ("use_case", "paced", *READS, "secret"),
    "debits_mail_mandate": ("items", "mail", "secret"),
    "reminders_generate": ("use_case", *READS),
    "sales_post_letter": ("use_case", "paced", "documents", "replica", "secret"),
    "sales_send_message": ("use_case", "documents", "replica", "mail", "mail_set", "secret", "seal"),
    "sales_send_left_messages": (
        "use_case",
        "paced",
        *READS,
        "documents",
        "replica",
        "mail",
        "mail_set",
        "secret",
        "seal",
    ),
    "relay": ("stream", "archive", "tell"),
    "migration_start_import": ("use_case", *READS, "import_files", "replica", "write_import_rows"),
    "migration_write_chunk": ("use_case", "import_rows"),
    "migration_finish_import": ("use_case", *READS, "write_import_rows"),
    "tenancy_go_on_backing_up": (
        "use_case",
        "whole_table",
        "journal",
        "archive_names",
        "read_backups",
        "backup_names",
        "write_backups",
        "secret",
    ),
    "tenancy_finish_backup": ("use_case", "backup_names", "forget_backups", "mail"),
    "tenancy_check_backup": ("use_case", "read_backups", "backup_names", "write_backups", "mail"),
    "tenancy_rehearse_restore": (
        "use_case",
        "read_backups",
        "write_backups",
        "trial_table",
        "read_archive",
        "archive_names",
        "mail",
        "secret",
    ),
    "tenancy_inbound_mail": ("use_case", "inbound", "absences", "secret"),
    "tenancy_keep_snapshots": ("items", *READS),
    "tenancy_mail_answers": ("use_case", *READS, "mail", "secret"),
    "tenancy_mail_task": ("use_case", "mail"),
    "tenancy_mail_voters": ("use_case", *READS, "mail"),
    "tenancy_mail_export": ("use_case", "mail"),
    "tenancy_make_export": ("use_case", *READS, "leave_transfers", "give_up_transfers", "import_files", "replica"),
    "tenancy_mail_invitation": ("items", "mail", "secret"),
    "tenancy_mail_link": ("items", "mail", "secret"),
    "tenancy_mail_lockout": ("items", "mail"),
    "tenancy_mail_login_alert": ("items", "mail"),
    "tenancy_retry_webhooks": ("use_case", *READS, "secret"),
    "tenancy_tell_webhooks": ("use_case", "secret"),
}
SENT = ("tenancy_inbound_mail", "mailing_follow_mail")
"""Tasks that are handed over and not waited for: SES gives a mail that way (infra/inbound.yaml), and tells what became
of one (infra/mail.yaml)."""
MEMORY = {"api_handler": 1769, "tenancy_make_export": 1769}  # one whole processor
# 29 is what API Gateway waits for; a night of questions to registers ends by itself after 600.
SECONDS = {
    "einvoicing_follow": 900,
    "einvoicing_report": 900,
    "debits_collect": 900,
    "reminders_generate": 900,
    "api_handler": 29,
    "relay": 120,
    "crm_recheck_numbers": 900,
    "tenancy_make_export": 900,
}


def names() -> list[str]:
    """Every function, as Chalice names it."""
    return ["api_handler", *(function.name for function in app.pure_lambda_functions)]


def unattended(name: str) -> bool:
    """Whether nobody waits for the function's answer, so that what it fails at must be kept."""
    handler = HANDLERS.get(name)
    return handler is not None and bool(handler.facts or handler.schedule or name in SENT)


def held(name: str) -> tuple[str, ...]:
    """The rights of one function; whatever is an entry point is metered."""
    metered = () if name == "relay" else ("metered",)
    return (*HELD.get(name, ("use_case",)), *metered, *(("fail",) if unattended(name) else ()))


def policy(name: str) -> dict[str, Any]:
    """The policy of one function."""
    statements = [statement for right in held(name) for statement in RIGHTS[right]]
    return {"Version": "2012-10-17", "Statement": statements}


def config() -> dict[str, Any]:
    """.chalice/config.json."""
    functions: dict[str, dict[str, Any]] = {}
    for name in names():
        functions[name] = {"iam_policy_file": f"policy-{name}.json"}
        if name in MEMORY:
            functions[name]["lambda_memory_size"] = MEMORY[name]
        if name in SECONDS:
            functions[name]["lambda_timeout"] = SECONDS[name]
    stage = {
        "api_gateway_stage": "live",
        "api_gateway_endpoint_type": "REGIONAL",
        "lambda_memory_size": 1024,
        "lambda_timeout": 300,
        "lambda_functions": functions,
    }
    return {"version": "2.0", "app_name": "caveau", "autogen_policy": False, "stages": {"prod": stage}}


def files() -> dict[str, str]:
    """The files' names and texts."""
    made = {f"policy-{name}.json": policy(name) for name in names()}
    made["config.json"] = config()
    return {name: json.dumps(held, indent=2) + "\n" for name, held in sorted(made.items())}


def main() -> int:
    """Write them; with --check, only say whether they are as written."""
    wanted = files()
    present = {file.name: file.read_text(encoding="utf-8") for file in CHALICE.glob("*.json")}
    if "--check" in sys.argv[1:]:
        stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
        if stale:
            print(f".chalice/ is stale ({', '.join(stale)}): python -m scripts.policies")
        return int(bool(stale))
    for name in present.keys() - wanted.keys():
        (CHALICE / name).unlink()
    for name, text in wanted.items():
        (CHALICE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
