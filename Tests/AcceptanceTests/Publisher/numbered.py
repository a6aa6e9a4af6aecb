#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says messages that the real fedmsg library numbers and keeps, and answers questions for them with its own replay server.

    numbered.py PORT REPLAY_PORT STORE RECORD

    say COUNT     publishes messages; answers "said TOTAL" when they are on their way
    skip COUNT    numbers and keeps messages that nobody hears
    replay        starts the replay server; answers "replays"
    (end of input)  ends

STORE is the SQLite file of the numbers. The file RECORD gets a line for each message, skipped ones included: the JSON that
fedmsg put, or would have put, on the wire.
"""
import os
import sys
import tempfile
import threading
import warnings

warnings.simplefilter("ignore")
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
import zmq

# A constant of newer bindings, by which fedmsg takes libzmq for version 2 and sets an option that is no longer there.
if hasattr(zmq, "HWM"):
    del zmq.HWM

import fedmsg
import fedmsg.config
import fedmsg.encoding
import fedmsg.replay
from fedmsg.replay.sqlstore import SqlStore
from sqlalchemy import create_engine


class Muted:
    """Stands for the socket while nobody shall hear."""

    def send_multipart(self, *_, **__):
        pass


def main():
    port, replay_port, store, record = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as directory, open(record, "a", encoding="ascii") as file:
        path = os.path.join(directory, "config.py")
        with open(path, "w") as config:
            config.write("config = %r\n" % dict(
                topic_prefix="org.fedoraproject", environment="dev", high_water_mark=1000000, post_init_sleep=0,
                endpoints={"test.host": ["tcp://127.0.0.1:%s" % port]}, io_threads=1, zmq_enabled=True,
                sign_messages=False, replay_endpoints={"test.host": "tcp://127.0.0.1:%s" % replay_port}))
        config = fedmsg.config.load_config([], None, filenames=[path], invalidate_cache=True)
        config.update(name="test.host", persistent_store=SqlStore(create_engine("sqlite:///" + store)))
        fedmsg.init(**config)
        context = fedmsg.__local.__context
        socket = context.publisher

        def keep(message):
            file.write(fedmsg.encoding.dumps(message) + "\n")

        total = 0
        print("ready", flush=True)
        for line in sys.stdin:
            order, _, count = line.strip().partition(" ")
            if order == "replay":
                server = fedmsg.replay.ReplayContext(**config)
                threading.Thread(target=server.listen, daemon=True).start()
                print("replays", flush=True)
                continue
            context.publisher = Muted() if order == "skip" else socket
            for _ in range(int(count)):
                total += 1
                topic = "kept" if total % 3 else "other.kept"
                fedmsg.publish(topic=topic, modname="numbered", msg={"n": total, "text": "žluť"}, pre_fire_hook=keep)
            context.publisher = socket
            file.flush()
            print("said %d" % total, flush=True)
        os._exit(0)


main()
