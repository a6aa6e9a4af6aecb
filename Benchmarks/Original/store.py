# SPDX-License-Identifier: Apache-2.0
"""Stores messages with the Python original, one commit a message, and tells how long that took.

usage: store.py LINE URL FILE [--commit-once]; LINE is 0.x or 1.x. A line of FILE is {"body": ENVELOPE, "users": [...], "packages": [...]}.
Prints seconds, seconds on the cores, and KiB of memory at the most.
"""
import datetime
import json
import sys
import time
import types
import warnings

warnings.simplefilter("ignore")
line, url, path = sys.argv[1:4]
with open(path, encoding="utf-8") as file:
    said = [json.loads(text) for text in file]

import datanommer.models as models  # noqa: E402


def store_0x():
    """What the meta library would find in a message is found already: that costs the original nothing here."""
    import fedmsg
    import pkg_resources

    # It asks for its version by its name's old spelling; a newer pip wrote down another.
    spelled = pkg_resources.Distribution(project_name="datanommer.models", version="0.9.1")
    pkg_resources.working_set.by_key[spelled.key] = spelled
    found = {}
    fedmsg.meta = types.SimpleNamespace(
        msg2usernames=lambda body: found["users"], msg2packages=lambda body: found["packages"])
    models.init(url, create=True)
    for one in said:
        found = one
        yield lambda: models.add({"body": one["body"], "headers": None})


def store_1x():
    """Without TimescaleDB, which few machines have: its tables are then plain ones, which is easier for the original."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(
            "CREATE FUNCTION create_hypertable(text, text) RETURNS void LANGUAGE sql AS ''"))
    models.init(engine=engine)
    models.DeclarativeBase.metadata.create_all(engine)
    for one in said:
        body = one["body"]
        sent = datetime.datetime.fromtimestamp(body["timestamp"], tz=datetime.timezone.utc)
        message = types.SimpleNamespace(
            _properties=types.SimpleNamespace(headers={"sent-at": sent.isoformat()}), id=body["msg_id"],
            topic=body["topic"], body=body["msg"], usernames=one["users"], packages=one["packages"], agent_name=None)
        yield lambda: models.add(message)


stores = {"0.x": store_0x, "1.x": store_1x}[line]()
# The first one prepares: tables, connection, caches.
next(stores)()
if "--commit-once" in sys.argv:
    models.session.commit = models.session.flush
before, cores = time.monotonic(), time.process_time()
for store in stores:
    store()
models.session.registry().commit()
elapsed, used = time.monotonic() - before, time.process_time() - cores
# Not getrusage's peak: that begins with the memory of whoever started this.
with open("/proc/self/status", encoding="ascii") as status:
    peak = next(text.split()[1] for text in status if text.startswith("VmHWM:"))
print(elapsed, used, peak)
