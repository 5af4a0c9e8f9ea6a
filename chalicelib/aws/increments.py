"""What a backup adds to the one before it: the journal's entries since, company by company.

The one trick: an entry holds the whole documents it wrote, so the entries since a copy are all that the copy lacks; a
company whose heads stand where the last backup left them is not read again, and costs one question.

Entries are read at their lane's head, so they need no margin for slow clocks: what is there is there for good.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from chalicelib.aws import backup, journal
from chalicelib.aws.backup import Copied, Position
from chalicelib.aws.packing import canonical, pack
from chalicelib.kernel.pieces import pieces

AT_ONCE = 64
Reached = tuple[Position, journal.Entry]
"""An entry, and where the reading stands after it."""
MOST_COMPANIES = 2000
"""Asked in one step: some twenty seconds of a function when none of them has moved."""


def added(
    id: str,
    number: int,
    position: Position,
    companies: list[str],
    since: Mapping[str, int],
    most: int = backup.PART_BYTES,
) -> Copied:
    """The next part, from `position`: entries later than `since` (`<company>:<lane>` -> number), of about `most` bytes
    before packing. `companies`: all there are, in any order."""
    lines, size, facts = list[bytes](), 0, set[str]()
    counts, lanes, sizes, after = Counter[str](), dict[str, int](), Counter[str](), Position(done=True)
    waiting = [company for company in sorted(companies) if company >= position.pk]
    asked = waiting[:MOST_COMPANIES]
    for reached, entry in _since(asked, position, since):
        after = reached
        item = journal.entry_item(entry)
        lines.append(json.dumps(backup.row(item), ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        size += len(lines[-1])
        counts[journal.ENTRY] += 1
        sizes[entry["company"]] += 2 * (150 + len(pack(canonical(entry))))  # the entry, and the items it wrote
        lanes[f"{entry['company']}:{entry['lane']}"] = entry["seq"]
        facts |= {fact["type"] for fact in entry["facts"]}
        if size >= most:
            break
    else:
        after = Position(waiting[len(asked)]) if len(waiting) > len(asked) else Position(done=True)
    return Copied(after, backup.packed(id, number, lines, counts, lanes, sizes, entries=True), frozenset(facts))


def _since(
    companies: list[str], position: Position, since: Mapping[str, int]
) -> Iterator[tuple[Position, journal.Entry]]:
    """The entries of these companies, lane by lane, from `position` (a company; inside it, `<lane>:<number>`)."""
    with ThreadPoolExecutor(backup.ASKERS) as askers:
        for some in pieces(companies, AT_ONCE):
            for company, heads in zip(some, askers.map(journal.heads, some), strict=True):
                lane, _, number = position.sk.partition(":") if company == position.pk else ("", "", "")
                for name in sorted(one for one in heads if one >= lane):
                    done = int(number) if name == lane else since.get(f"{company}:{name}", 0)
                    for entry in journal.stored(company, name, done + 1, heads[name]):
                        yield Position(company, f"{name}:{entry['seq']}"), entry
