#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds a dump against what was on the wire, in fedmsg's own canonical form.

    compare.py RECORD <dump.ndjson

RECORD has a line for each message as fedmsg wrote it. Of a dumped message the members that were on the wire are taken
and written by fedmsg again: the same bytes are expected. Prints a line for each message that is missing, said twice,
unknown or different.
"""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import fedmsg.encoding


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        said = {json.loads(line)["msg_id"]: line.rstrip("\n") for line in file}
    seen = set()
    for line in sys.stdin:
        dumped = json.loads(line)
        name = dumped["msg_id"]
        if name in seen:
            print("twice:", name)
        elif name not in said:
            print("unknown:", name)
        elif fedmsg.encoding.dumps({key: dumped[key] for key in json.loads(said[name])}) != said[name]:
            print("different:", name)
        seen.add(name)
    for name in said.keys() - seen:
        print("missing:", name)


main()
