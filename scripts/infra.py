"""What infra/ describes, merged: each noun (table, buckets, bus…) has a yaml of its own.

A file may hold Parameters, Rules, Conditions, Resources, Outputs as CloudFormation has them, and Environment: variables
of every function. The one trick: two files that name the same thing are refused, so a resource is written in one place,
and a name misspelt in one file is an unknown name for cfn-lint, not a silent second resource.

`LOCAL` nouns are made on a laptop too, without what the embedded stack lacks (`LACKING`).
"""

from pathlib import Path
from typing import Any

INFRA = Path(__file__).resolve().parent.parent / "infra"
LOCAL = ("table", "buckets", "bus", "mail")
SECTIONS = ("Parameters", "Rules", "Conditions", "Environment", "Resources", "Outputs")
LACKING = {
    "AWS::Events::Archive": "the embedded stack keeps archives, but not through CloudFormation",
    "AWS::Budgets::Budget": "the embedded stack has no bills",
    "AWS::WAFv2::WebACLAssociation": "the embedded stack has no firewall in front of its API",
    "AWS::SES::ReceiptRuleSet": "the embedded stack receives no mail",
    "AWS::SES::ReceiptRule": "the embedded stack receives no mail",
}
Template = dict[str, Any]


def nouns() -> list[str]:
    """The names of the main stack's files."""
    return sorted(file.stem for file in INFRA.glob("*.yaml") if file.stem != "cfnlintrc")


def load(*names: str) -> Template:
    """The files of those names as one template. Raises ValueError when two say the same name."""
    import yaml

    made: Template = {section: {} for section in SECTIONS}
    for name in names:
        held = yaml.safe_load((INFRA / f"{name}.yaml").read_text(encoding="utf-8"))
        merge(made, held, f"infra/{name}.yaml")
    return made


def merge(into: Template, more: Template, where: str) -> None:
    """Add sections to a template, in place."""
    for section, named in more.items():
        if section not in SECTIONS:
            raise ValueError(f"{where}: {section} is not one of {', '.join(SECTIONS)}")
        twice = into[section].keys() & named.keys()
        if twice:
            raise ValueError(f"{where}: {section} {', '.join(sorted(twice))} is written twice")
        into[section].update(named)


def holdable(template: Template) -> Template:
    """The template without the types that the embedded stack lacks."""
    kept = {name: made for name, made in template["Resources"].items() if made["Type"] not in LACKING}
    return {**template, "Resources": kept}


def local() -> Template:
    """What a laptop and the tests create."""
    made = holdable(load(*LOCAL))
    del made["Environment"]
    return {"AWSTemplateFormatVersion": "2010-09-09", "Description": "Caveau: what keeps data", **made}


def replica() -> Template:
    """The second stack, in Frankfurt."""
    made = load(*(f"replica/{file.stem}" for file in sorted((INFRA / "replica").glob("*.yaml"))))
    del made["Environment"]
    return {"AWSTemplateFormatVersion": "2010-09-09", "Description": "Caveau: replicas in Frankfurt", **made}
