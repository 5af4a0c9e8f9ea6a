"""The templates say what was promised: where data lies, how it travels, who is told when something goes wrong."""

import json
import re
import subprocess
from typing import Any

import pytest

from chalicelib.aws.entry import HANDLERS
from scripts.deploy import PARIS, Stage, stage
from scripts.infra import INFRA, holdable, load, merge, nouns
from scripts.template import function_of, functions
from scripts.triggers import get
from scripts.workflow import STARTED_BY
from tests.support.packaged import main_stack, of_type, replica_stack

THREE_SITES = {"STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"}
KEPT = ("Documents", "Journal", "Sealed")
WATCHED = (
    ("AWS/Lambda", "IteratorAge"),
    ("AWS/ApiGateway", "5XXError"),
    ("AWS/S3", "ReplicationLatency"),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
    ("AWS/States", "ExecutionsFailed"),
)


def classes(value: Any) -> set[str]:
    """Every storage class named anywhere below."""
    if isinstance(value, dict):
        mine = {value["StorageClass"]} if isinstance(value.get("StorageClass"), str) else set()
        return mine.union(*(classes(inner) for inner in value.values()))
    return set().union(*(classes(inner) for inner in value)) if isinstance(value, list) else set()


# --- data ------------------------------------------------------------------------------------------------------------


def test_the_table_is_on_demand_restorable_streamed_and_protected() -> None:
    (table,) = of_type(main_stack(), "AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert "GlobalSecondaryIndexes" not in table


def test_what_is_kept_is_versioned_encrypted_closed_and_copied_to_frankfurt_within_15_minutes() -> None:
    buckets = of_type(main_stack(), "AWS::S3::Bucket")
    twins = of_type(replica_stack(), "AWS::S3::Bucket")
    for name in KEPT:
        for bucket in (buckets[name], twins[name]):
            assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
            assert all(bucket["PublicAccessBlockConfiguration"].values())
            assert bucket["BucketEncryption"]
        _, replication, _ = buckets[name]["ReplicationConfiguration"]["Fn::If"]
        (rule,) = replication["Rules"]
        assert rule["Destination"]["ReplicationTime"] == {"Status": "Enabled", "Time": {"Minutes": 15}}
        assert rule["Destination"]["Metrics"]["Status"] == "Enabled"
        there = json.dumps(twins[name]["BucketName"]).replace("${AWS::AccountId}", "1")
        assert json.dumps(rule["Destination"]["Bucket"]).replace("${AWS::AccountId}", "1").split(":::")[1] in there


def test_sealed_archives_are_locked_for_their_term() -> None:
    sealed = of_type(main_stack(), "AWS::S3::Bucket")["Sealed"]
    assert sealed["ObjectLockEnabled"] is True
    assert sealed["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {
        "Mode": {"Ref": "SealedMode"},
        "Days": {"Ref": "SealedDays"},
    }
    assert main_stack()["Parameters"]["SealedMode"]["Default"] == "COMPLIANCE"
    assert main_stack()["Parameters"]["SealedDays"]["Default"] >= 3653
    assert of_type(replica_stack(), "AWS::S3::Bucket")["Sealed"]["ObjectLockEnabled"] is True


@pytest.mark.feature("SEC-06")
def test_every_storage_class_is_kept_on_three_sites() -> None:
    """No class of one site anywhere; what names none is STANDARD, which is kept on three."""
    for template in (main_stack(), replica_stack()):
        assert classes(template) <= THREE_SITES
    assert classes(main_stack()) == {"STANDARD_IA"}


def test_what_keeps_data_outlives_its_stack() -> None:
    for template in (main_stack(), replica_stack()):
        for name, made in template["Resources"].items():
            if made["Type"] in ("AWS::DynamoDB::Table", "AWS::S3::Bucket") and name != "Scratch":
                assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


# --- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("SEC-01")
@pytest.mark.parametrize(
    ("region", "replica", "disaster"),
    [("us-east-1", "eu-central-1", "no"), ("eu-central-1", "eu-central-1", "no"), ("eu-west-3", "eu-west-1", "no"),
     ("eu-west-1", "eu-central-1", "yes")],
)  # fmt: skip
def test_a_deployment_to_another_region_is_refused(region: str, replica: str, disaster: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        Stage("elsewhere", {"Name": "caveau", "Disaster": disaster}, region, replica).check()


@pytest.mark.parametrize("name", sorted(file.stem for file in (INFRA / "stages").glob("*.json")))
def test_each_stage_names_parameters_there_are_and_gives_those_without_default(name: str) -> None:
    found, known = stage(name), main_stack()["Parameters"]
    found.check()
    assert found.region == PARIS
    assert found.parameters.keys() <= known.keys() | replica_stack()["Parameters"].keys()
    needed = {key for key, said in known.items() if "Default" not in said} - {"CodeBucket", "CodeKey"}
    assert needed <= found.parameters.keys()
    for key, value in found.parameters.items():
        if pattern := known.get(key, {}).get("AllowedPattern"):
            assert re.fullmatch(pattern, value), key


# --- transport -------------------------------------------------------------------------------------------------------


def edge() -> Any:
    (found,) = of_type(main_stack(), "AWS::CloudFront::Distribution").values()
    return found["DistributionConfig"]


@pytest.mark.feature("SEC-04")
def test_nothing_travels_in_clear_or_by_an_old_tls() -> None:
    assert edge()["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert edge()["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert {one["ViewerProtocolPolicy"] for one in edge()["CacheBehaviors"]} == {"https-only"}
    for origin in edge()["Origins"]:
        if "CustomOriginConfig" in origin:
            assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
            assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]
    for template in (main_stack(), replica_stack()):
        policies = of_type(template, "AWS::S3::BucketPolicy").values()
        refused = {json.dumps(one["Bucket"]) for one in policies if "aws:SecureTransport" in json.dumps(one)}
        assert {json.dumps({"Ref": name}) for name in of_type(template, "AWS::S3::Bucket")} == refused


@pytest.mark.feature("SEC-04")
def test_every_answer_of_the_edge_has_the_headers_of_the_local_server_and_hsts() -> None:
    (policy,) = of_type(main_stack(), "AWS::CloudFront::ResponseHeadersPolicy").values()
    held = policy["ResponseHeadersPolicyConfig"]
    assert held["SecurityHeadersConfig"]["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
    wanted = json.loads((INFRA / "headers.json").read_text())
    assert held["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"] == wanted.pop(
        "Content-Security-Policy"
    )
    assert held["SecurityHeadersConfig"]["ReferrerPolicy"]["ReferrerPolicy"] == wanted.pop("Referrer-Policy")
    assert held["SecurityHeadersConfig"]["FrameOptions"]["FrameOption"] == wanted.pop("X-Frame-Options")
    assert wanted.pop("X-Content-Type-Options") == "nosniff"
    assert {one["Header"]: one["Value"] for one in held["CustomHeadersConfig"]["Items"]} == wanted
    behaviours = [edge()["DefaultCacheBehavior"], *edge()["CacheBehaviors"]]
    assert all(one["ResponseHeadersPolicyId"] == {"Ref": "Headers"} for one in behaviours)


def test_the_api_listens_to_the_edge_alone_and_counts_requests_by_address() -> None:
    (wall,) = of_type(main_stack(), "AWS::WAFv2::WebACL").values()
    rules = {rule["Name"]: rule for rule in wall["Rules"]}
    said = rules["through-the-edge"]["Statement"]["NotStatement"]["Statement"]["ByteMatchStatement"]
    (sent,) = next(origin for origin in edge()["Origins"] if origin["Id"] == "api")["OriginCustomHeaders"]
    assert (said["FieldToMatch"]["SingleHeader"]["Name"], said["SearchString"]) == (
        sent["HeaderName"],
        sent["HeaderValue"],
    )
    rate = rules["rate"]["Statement"]["RateBasedStatement"]
    assert rate["CustomKeys"][0]["Header"]["Name"] == "caveau-viewer"
    assert of_type(main_stack(), "AWS::WAFv2::WebACLAssociation")


def run_edge_function(name: str, event: dict[str, Any]) -> Any:
    """What a function of the edge makes of a request (its JavaScript, run by node)."""
    code = of_type(main_stack(), "AWS::CloudFront::Function")[name]["FunctionCode"]
    script = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("/", "/index.html"), ("/com_1/orders", "/index.html"), ("/a.b/c", "/index.html"), ("/x.html", "/index.html"),
     ("/assets/index-1a2b.js", "/assets/index-1a2b.js"), ("/favicon.svg", "/favicon.svg")],
)  # fmt: skip
def test_a_page_of_the_application_is_index_html_and_a_file_is_itself(asked: str, given: str) -> None:
    assert run_edge_function("Pages", {"request": {"uri": asked, "headers": {}}})["uri"] == given


def test_nobody_can_say_another_address_than_his_own() -> None:
    event = {"viewer": {"ip": "198.51.100.7"}, "request": {"headers": {"caveau-viewer": {"value": "10.0.0.1"}}}}
    assert run_edge_function("Viewer", event)["headers"]["caveau-viewer"] == {"value": "198.51.100.7"}


def test_downloads_go_through_the_gateway_as_bytes_whatever_the_client_accepts() -> None:
    (api,) = of_type(main_stack(), "AWS::ApiGateway::RestApi").values()
    assert api["BinaryMediaTypes"] == ["*/*"]
    (method,) = of_type(main_stack(), "AWS::ApiGateway::Method").values()
    assert "ContentHandling" not in method["Integration"]


# --- what runs -------------------------------------------------------------------------------------------------------


def test_functions_run_on_the_python_that_was_chosen_with_their_settings() -> None:
    made = of_type(main_stack(), "AWS::Lambda::Function")
    assert set(made) == set(functions())
    for held in made.values():
        assert held["Runtime"] in ("python3.13", "python3.12")
        assert held["Environment"]["Variables"]["CAVEAU_TABLE"] == {"Ref": "Table"}
        assert "CAVEAU_ENDPOINT" not in held["Environment"]["Variables"]
        assert held["LoggingConfig"] == {"LogGroup": {"Ref": "Logs"}, "LogFormat": "JSON"}


def test_the_api_is_reached_through_its_alias_kept_warm_by_parameters() -> None:
    resources = main_stack()["Resources"]
    alias = resources["APIHandlerAlias"]["Properties"]
    condition, provisioned, _ = alias["ProvisionedConcurrencyConfig"]["Fn::If"]
    assert condition in main_stack()["Conditions"]
    assert provisioned == {"ProvisionedConcurrentExecutions": {"Ref": "Provisioned"}}
    assert resources["APIHandler"]["Properties"]["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}
    assert "${APIHandlerAlias}" in json.dumps(resources["EverythingMethod"])
    version = alias["FunctionVersion"]["Fn::GetAtt"][0]
    assert re.fullmatch(r"APIHandlerVersion[0-9a-f]{10}", version), "another code is another version"


def test_every_entry_point_is_started_by_something_and_what_fails_is_kept() -> None:
    for handler in HANDLERS.values():
        assert handler.facts or handler.schedule or handler.task, handler.name
    heard: set[str] = set()
    for rule in of_type(main_stack(), "AWS::Events::Rule").values():
        if rule["EventPattern"]["source"] == ["caveau"]:
            heard |= set(rule["EventPattern"]["detail-type"])
        else:  # what SES tells, of any type, of a mail of our configuration set
            assert rule["EventPattern"]["source"] == ["aws.ses"]
        for target in rule["Targets"]:
            if target["Id"] == "entry":
                assert target["DeadLetterConfig"] == {"Arn": get("EntriesDead")}
    started = {fact for facts in STARTED_BY.values() for fact in facts}
    assert heard == {fact for handler in HANDLERS.values() for fact in handler.facts} | started
    (policy,) = of_type(main_stack(), "AWS::SQS::QueuePolicy").values()
    assert policy["PolicyDocument"]["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}


def test_what_an_entry_point_fails_at_is_kept_too() -> None:
    """The bus and the scheduler have done their part once Lambda has the event: Lambda itself keeps what fails."""
    kept = of_type(main_stack(), "AWS::Lambda::EventInvokeConfig")
    roles, wanted = of_type(main_stack(), "AWS::IAM::Role"), [one for one in HANDLERS.values() if not one.task]
    assert {held["FunctionName"]["Ref"] for held in kept.values()} == {
        *map(function_of, wanted),
        "TenancyInboundMail",  # SES does not wait either
        "MailingFollowMail",  # nor does the bus that has what SES tells
    }
    for held in kept.values():
        assert held["DestinationConfig"] == {"OnFailure": {"Destination": get("EntriesDead")}}
        assert '"Failures"' in json.dumps(roles[f"{held['FunctionName']['Ref']}Role"])


def test_every_schedule_of_the_rooms_is_there_at_paris_time() -> None:
    made = of_type(main_stack(), "AWS::Scheduler::Schedule")
    wanted = {f"{function_of(one)}Schedule": one.schedule for one in HANDLERS.values() if one.schedule}
    assert {name: held["ScheduleExpression"] for name, held in made.items()} == wanted
    assert {held["ScheduleExpressionTimezone"] for held in made.values()} == {"Europe/Paris"}
    said = {name: held["ScheduleExpression"] for name, held in made.items()}
    assert said["TenancyBackUpSchedule"] == "cron(0 2 * * ? *)", "nightly"
    assert said["TenancyCheckBackupSchedule"] == "cron(30 7 * * ? *)", "before eight"
    assert said["TenancyKeepSnapshotsSchedule"] == "cron(0 3 * * ? *)", "nightly"
    assert said["TenancyRehearseRestoreSchedule"] == "cron(0 4 1 * ? *)", "monthly"


def test_facts_are_kept_to_be_told_again_and_the_relay_sets_poison_aside() -> None:
    (archive,) = of_type(main_stack(), "AWS::Events::Archive").values()
    assert archive["RetentionDays"] >= 14
    (stream,) = of_type(main_stack(), "AWS::Lambda::EventSourceMapping").values()
    assert stream["BisectBatchOnFunctionError"] is True
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert stream["DestinationConfig"]["OnFailure"] == {"Destination": get("RelayDead")}


# --- watch -----------------------------------------------------------------------------------------------------------


def test_somebody_is_told_of_errors_of_a_late_relay_and_of_dead_letters() -> None:
    alarms = of_type(main_stack(), "AWS::CloudWatch::Alarm")
    for held in alarms.values():
        assert {"Ref": "Told"} in held["AlarmActions"]
    watched = {(held["Namespace"], json.dumps(held["MetricName"])) for held in alarms.values()}
    for namespace, metric in WATCHED:
        assert (namespace, json.dumps(metric)) in watched
    dead = [held["Dimensions"] for held in alarms.values() if held["Namespace"] == "AWS/SQS"]
    assert {dimension[0]["Value"]["Fn::GetAtt"][0] for dimension in dead} == set(
        of_type(main_stack(), "AWS::SQS::Queue")
    )
    said = {json.dumps(held["FilterPattern"]) for held in of_type(main_stack(), "AWS::Logs::MetricFilter").values()}
    assert any("backup_missing" in pattern for pattern in said), "tenancy/service/backups.py logs it"
    assert {"MissingBackup", "UncheckedBackup", "Errors"} <= alarms.keys()
    (topic,) = of_type(main_stack(), "AWS::SNS::Topic").values()
    assert topic["Subscription"] == [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]


def test_logs_end_one_day_and_the_bill_is_watched() -> None:
    for held in of_type(main_stack(), "AWS::Logs::LogGroup").values():
        assert held["RetentionInDays"] == {"Ref": "LogDays"}
    assert of_type(main_stack(), "AWS::Budgets::Budget")
    (board,) = of_type(main_stack(), "AWS::CloudWatch::Dashboard").values()
    text = re.sub(r"\$\{[^}]+\}", "x", board["DashboardBody"]["Fn::Sub"])
    assert len(json.loads(text)["widgets"]) >= 6


# --- how infra/ is written -------------------------------------------------------------------------------------------


def test_nothing_is_left_out_of_the_lint_without_a_reason() -> None:
    lines = (INFRA / "cfnlintrc.yaml").read_text().splitlines()
    ignored = [line for line in lines if re.match(r"\s*-\s*[EWI]\d+", line)]
    assert not [line for line in ignored if "#" not in line]


def test_the_same_name_in_two_files_is_refused() -> None:
    made = load("table")
    with pytest.raises(ValueError, match="Table is written twice"):
        merge(made, {"Resources": {"Table": {}}}, "infra/other.yaml")
    with pytest.raises(ValueError, match="Ressources is not one of"):
        merge(made, {"Ressources": {}}, "infra/other.yaml")


def test_all_but_what_the_embedded_stack_lacks_is_created_there() -> None:
    everything = load(*nouns())
    left = set(everything["Resources"]) - set(holdable(everything)["Resources"])
    assert left == {"BusArchive", "Budget", "FirewallOfApi", "InboundSet", "InboundRule"}
