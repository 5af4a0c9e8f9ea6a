"""The disaster plan's middle: an empty table filled from a backup and the archive, then judged.

    python -m scripts.restore --list                      the backups of every configured place
    python -m scripts.restore                             the newest one, from the first place that answers
    python -m scripts.restore --backup ID --place eu-central-1=bucket --table caveau
    python -m scripts.restore --tell                      once all runs: the facts later than the newest backup, again

Reads the same environment as the application (docs/local.md): CAVEAU_TABLE must exist and be empty, with no relay on
its stream yet; CAVEAU_BUCKET_JOURNAL is the archive that is left (Frankfurt's replica when Paris is gone),
CAVEAU_SECRET the master key. Prints the report as JSON; ends with 1 when something does not hold.

`--tell` puts on the bus what may never have reached it: the facts of every entry later than the backup. Whoever hears
one twice knows its id.
"""

import argparse
import json
import sys
from dataclasses import asdict

from chalicelib.aws import backup, journal, rehearsal, relay
from chalicelib.aws.backup import Manifest, Place
from chalicelib.aws.config import config
from chalicelib.aws.table import Item, another


def known(places: tuple[Place, ...]) -> list[tuple[Place, str]]:
    """(place, id) of every backup that can be read, newest last; a place that does not answer is told and skipped."""
    found = []
    for place in places:
        try:
            found += [(place, id) for id in backup.ids(place)]
        except Exception as error:
            print(f"{place.region} {place.bucket}: {type(error).__name__}", file=sys.stderr)
    return sorted(found, key=lambda one: one[1])


def tell(manifest: Manifest) -> int:
    """Publish again every fact of the table's entries that a backup did not surely hold; gives how many entries."""
    told, known = 0, manifest.known()
    for head in Item.scan(Item.kind == journal.HEAD):
        company, lane = head.pk.removesuffix("#H"), head.sk
        settled = known.get(f"{company}:{lane}", 0)
        for entry in journal.stored(company, lane, settled + 1, int(head.v)):
            relay.tell(entry)
            told += 1
    return told


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="say which backups there are, restore nothing")
    parser.add_argument("--backup", help="default: the newest")
    parser.add_argument("--place", help="REGION=BUCKET; default: the configured places in their order")
    parser.add_argument("--table", default=config().table, help="an empty table; default: CAVEAU_TABLE")
    parser.add_argument("--tell", action="store_true", help="publish again what is later than the backup")
    options = parser.parse_args()
    places = (Place(*options.place.split("=", 1)),) if options.place else backup.places()
    found = known(places)
    if options.list:
        for place, id in found:
            print(id, place.region, place.bucket)
        return 0
    wanted = [one for one in found if options.backup in (None, one[1])]
    if not wanted:
        print("No such backup in any place that answers.", file=sys.stderr)
        return 1
    newest = wanted[-1][1]
    place = next(place for place, id in wanted if id == newest)
    if options.tell:
        print(json.dumps({"told": tell(backup.manifest_of(place, newest))}))
        return 0
    outcome = rehearsal.filled(place, newest, another(options.table))
    print(json.dumps(asdict(outcome), indent=1, default=str))
    return 0 if outcome.good else 1


if __name__ == "__main__":
    sys.exit(main())
