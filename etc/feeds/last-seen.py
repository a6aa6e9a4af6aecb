#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A backend for datanommer's feeds: keeps in a SQLite file when each minion was last heard of.

    last-seen.py FILE

Reads records, a JSON object a line, and answers each, in order, by a JSON object on a line with its position: alone when the
record was taken, with "never" and a reason when it never can be, with "later" and a reason when it may be. What comes again
changes nothing.
"""
import json
import sqlite3
import sys

UPSERT = """
    INSERT INTO minions (minion, said, jid) VALUES (?, ?, ?)
    ON CONFLICT (minion) DO UPDATE SET said = excluded.said, jid = excluded.jid WHERE excluded.said >= said
"""


def take(database, record):
    """Stores a record; the answer, without its position."""
    event = record["msg"]
    try:
        row = (str(event["id"]), record["timestamp"], str(event["jid"]))
    except (KeyError, TypeError) as error:
        return {"never": f"no event of a minion: {error!r}"}
    try:
        with database:
            database.execute(UPSERT, row)
    except sqlite3.Error as error:
        return {"later": str(error)}
    return {}


def main():
    database = sqlite3.connect(sys.argv[1])
    database.execute("CREATE TABLE IF NOT EXISTS minions (minion TEXT PRIMARY KEY, said TEXT, jid TEXT)")
    for line in sys.stdin:
        record = json.loads(line)
        print(json.dumps({"position": record["position"], **take(database, record)}), flush=True)


if __name__ == "__main__":
    main()
