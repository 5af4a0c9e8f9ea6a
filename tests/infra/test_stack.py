"""The embedded stack holds what infra/ describes, and what it saved is there after a kill."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.infra import local
from scripts.stack import Stack


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path / "data").start()
    yield stack
    stack.kill()


def put(stack: Stack, pk: str) -> None:
    stack.client("dynamodb").put_item(TableName=names(stack).table, Item={"pk": {"S": pk}, "sk": {"S": "-"}})


def names(stack: Stack) -> Any:
    assert stack.names is not None
    return stack.names


def items(stack: Stack) -> set[str]:
    return {item["pk"]["S"] for item in stack.client("dynamodb").scan(TableName=names(stack).table)["Items"]}


def unread(stack: Stack) -> list[dict[str, Any]]:
    streams = stack.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=names(stack).stream)["StreamDescription"]["Shards"][0]["ShardId"]
    place = streams.get_shard_iterator(StreamArn=names(stack).stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    records: list[dict[str, Any]] = streams.get_records(ShardIterator=place)["Records"]
    return records


def mails(stack: Stack) -> list[str]:
    with urllib.request.urlopen(f"{stack.url}/_ministack/ses/messages", timeout=60) as answer:
        accounts = json.load(answer)["messages"]
    return [mail["Subject"] for account in accounts.values() for mail in account]


def test_the_table_is_on_demand_with_a_stream_and_no_index(kept: Stack) -> None:
    table = kept.client("dynamodb").describe_table(TableName=names(kept).table)["Table"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert "GlobalSecondaryIndexes" not in table
    described = local()["Resources"]["Table"]["Properties"]
    assert described["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert described["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_buckets_keep_every_version(kept: Stack) -> None:
    s3 = kept.client("s3")
    for bucket in (names(kept).documents, names(kept).journal):
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert all(blocked.values())


def test_what_keeps_data_is_never_deleted_with_the_stack() -> None:
    made = local()["Resources"]
    keeping = {name for name, resource in made.items() if resource["Type"] in KEEPING} - {"Scratch"}
    assert keeping >= {"Table", "Documents", "Journal", "Sealed"}
    for name in keeping:
        assert (made[name]["DeletionPolicy"], made[name]["UpdateReplacePolicy"]) == ("Retain", "Retain")


KEEPING = {"AWS::DynamoDB::Table", "AWS::S3::Bucket"}


def test_a_clean_stop_keeps_items_stream_messages_and_mails(kept: Stack) -> None:
    put(kept, "com_1#thing#1")
    kept.client("sqs").send_message(QueueUrl=names(kept).entries_dead, MessageBody="left over")
    kept.client("sesv2").send_email(
        FromEmailAddress="bonjour@caveau.example",
        Destination={"ToAddresses": ["marie@example.fr"]},
        Content={"Simple": {"Subject": {"Data": "Été"}, "Body": {"Text": {"Data": "bonjour"}}}},
    )
    kept.stop()
    kept.start()
    assert not kept.was_unclean
    assert items(kept) == {"com_1#thing#1"}
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in unread(kept)] == ["com_1#thing#1"]
    assert mails(kept) == ["Été"]
    left = kept.client("sqs").receive_message(QueueUrl=names(kept).entries_dead)
    assert [message["Body"] for message in left["Messages"]] == ["left over"]


def test_after_a_kill_the_last_checkpoint_is_there_and_the_start_knows(kept: Stack) -> None:
    put(kept, "com_1#thing#1")
    kept.checkpoint()
    put(kept, "com_1#thing#2")
    kept.kill()
    kept.start()
    assert kept.was_unclean
    assert items(kept) == {"com_1#thing#1"}


def test_objects_survive_a_kill_without_a_checkpoint(kept: Stack) -> None:
    kept.checkpoint()
    s3 = kept.client("s3")
    for body in (b"first", b"second"):
        s3.put_object(Bucket=names(kept).journal, Key="journal/com_1/main/1", Body=body)
    kept.kill()
    kept.start()
    s3 = kept.client("s3")
    assert s3.get_object(Bucket=names(kept).journal, Key="journal/com_1/main/1")["Body"].read() == b"second"
    assert len(s3.list_object_versions(Bucket=names(kept).journal)["Versions"]) == 2


def test_a_checkpoint_forgets_what_the_relay_has_read(kept: Stack) -> None:
    for number in range(5):
        put(kept, f"com_1#thing#{number}")
    kept.checkpoint(read=unread(kept)[2]["dynamodb"]["SequenceNumber"])
    wanted = ["com_1#thing#3", "com_1#thing#4"]
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in unread(kept)] == wanted
    kept.kill()
    kept.start()
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in unread(kept)] == wanted


def test_a_save_that_was_interrupted_leaves_the_last_one(kept: Stack, tmp_path: Path) -> None:
    put(kept, "com_1#thing#1")
    kept.checkpoint()
    kept.kill()
    (tmp_path / "data" / "state.new").write_bytes(b"half a")
    kept.start()
    assert items(kept) == {"com_1#thing#1"}


def test_a_first_start_that_was_cut_short_is_begun_again(kept: Stack, tmp_path: Path) -> None:
    kept.kill()
    (tmp_path / "data" / "state").unlink()
    kept.start()
    assert items(kept) == set()
