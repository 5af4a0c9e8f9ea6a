"""The embedded AWS stack (ministack) as a process of its own: `python embedded.py PORT FOLDER|- [PARENT]`.

It runs in the stack's own virtual environment, so it imports nothing of Caveau. By itself ministack saves its state
once, at a clean stop, without the unread stream records and the sent mails. Here the state is:

    FOLDER/s3/...    objects, written as they come, by ministack
    FOLDER/state     everything else in one file, always complete, replaced as a whole

`POST /_caveau/checkpoint?read=<sequence number>` forgets the stream records up to that one (the relay is done with
them) and writes a new file without stopping. The trick is Redis' BGSAVE: the process forks while it holds the table's
lock, and the child writes what it sees while the parent goes on serving. A clean stop writes the file the same way.

The process ends when its parent does (PARENT is the pid to watch): a killed test run leaves no stack behind.
"""

import asyncio
import contextlib
import copy
import json
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

CHILD_SECONDS = 120  # a child that waits for a lock whose holder was not forked with it is ended by its alarm


def streams() -> dict[str, Any]:
    """The unread records of the table streams and the sent mails, which ministack's own state leaves out."""
    from ministack.services import dynamodb, ses

    return {
        "records": dynamodb._stream_records,
        "trimmed": dynamodb._stream_trimmed,
        "sequence": dynamodb._stream_seq_counter,
        "mails": ses._sent_emails,
    }


def trim(read: str) -> None:
    """Forget the records up to and including sequence number `read` (they sort by time)."""
    from ministack.services import dynamodb

    for scope, records in dynamodb._stream_records._data.items():
        done = sum(1 for record in records if record["dynamodb"]["SequenceNumber"] <= read)
        del records[:done]
        trimmed = dynamodb._stream_trimmed._data
        trimmed[scope] = trimmed.get(scope, 0) + done


def as_it_is(value: Any, memo: Any = None) -> Any:
    """Stands in for copy.deepcopy while saving: half the time and memory of a checkpoint."""
    return value


def save(folder: Path) -> None:
    """Write the state of every service in use, and put it in the place of the last one."""
    from ministack import app

    copy.deepcopy = as_it_is  # type: ignore[assignment] # whoever saves is alone: nothing changes under it
    states = {name: state() for name, state in app._build_persistence_save_dict().items()}
    temporary = folder / "state.new"
    with temporary.open("wb") as file:
        pickle.dump({**states, "caveau": streams()}, file, pickle.HIGHEST_PROTOCOL)
    temporary.replace(folder / "state")


def load(folder: Path) -> None:
    """Give every service, the streams and the mails what the last save wrote."""
    from ministack import app
    from ministack.services import dynamodb, ses

    if not (folder / "state").exists():
        return
    states = pickle.loads((folder / "state").read_bytes())
    ours = states.pop("caveau")
    for name, state in states.items():
        if state:
            app._get_module(app._state_map[name]).load_persisted_state(state)
    dynamodb._stream_records.update(ours["records"])
    dynamodb._stream_trimmed.update(ours["trimmed"])
    dynamodb._stream_seq_counter = ours["sequence"]
    ses._sent_emails.update(ours["mails"])


async def checkpoint(folder: Path, read: str) -> int:
    """Fork, let the child write, wait for it without blocking. Returns the child's exit status."""
    from ministack.services import dynamodb, ses, sqs  # noqa: F401 - loaded before the fork, not in the child

    trim(read)
    with dynamodb._lock, dynamodb._stream_seq_lock, sqs._queues_lock:
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                signal.alarm(CHILD_SECONDS)
                save(folder)
                os._exit(0)
            os._exit(1)
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        await asyncio.sleep(0.02)


def with_checkpoint(application: Any, folder: Path | None) -> Any:
    """ministack's ASGI application with the checkpoint in front."""
    one_at_a_time = asyncio.Lock()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/_caveau/checkpoint" or folder is None:
            await application(scope, receive, send)
            return
        read = parse_qs(scope["query_string"].decode()).get("read", [""])[0]
        async with one_at_a_time:
            status = await checkpoint(folder, read)
        body = json.dumps({"status": status}).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200 if status == 0 else 500,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": body})

    return app


async def watch(parent: int, stop: asyncio.Event) -> None:
    """Stop when the process that wanted this stack is gone."""
    while not stop.is_set():
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            stop.set()
        await asyncio.sleep(0.5)


async def main(port: int, folder: Path | None, parent: int | None) -> None:
    """Serve until SIGTERM, SIGINT or the parent's end, then save."""
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack import app

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ.get("LOG_LEVEL", "WARNING")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    watcher = asyncio.create_task(watch(parent, stop)) if parent else None
    if folder:
        load(folder)
    await serve(with_checkpoint(app.app, folder), config, shutdown_trigger=stop.wait)
    if folder:
        save(folder)
    if watcher:
        watcher.cancel()


def configure(port: int, folder: Path | None) -> None:
    """ministack reads its settings from the environment when it is imported."""
    os.environ.update(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        MINISTACK_HOST="127.0.0.1",
        MINISTACK_REGION="eu-west-3",
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
    )
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.update(S3_PERSIST="1", S3_DATA_DIR=str(folder / "s3"))


if __name__ == "__main__":
    _port, _folder = int(sys.argv[1]), None if sys.argv[2] == "-" else Path(sys.argv[2]).resolve()
    configure(_port, _folder)
    asyncio.run(main(_port, _folder, int(sys.argv[3]) if len(sys.argv) > 3 else None))
