#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is the event bus of a real master of Salt, and fires numbered events on it, as told on standard input.

    events.py FOLDER

    say FIRST COUNT   fires the events FIRST, FIRST + 1 ...; answers "said COUNT" when the publisher has them
    fire TAG JSON     fires an event of one's own; answers "said 1"
    (end of input)    ends

The sockets are in FOLDER, as with a master whose sock_dir it is.
"""
import ctypes
import json
import os
import signal
import sys
import time

import salt._logging
import salt.config
import salt.utils.event

USERS = ["root", "sudo_alice", "bob"]


def options(folder):
    """A master's, but for where it is."""
    options = dict(salt.config.DEFAULT_MASTER_OPTS)
    options.update(sock_dir=folder, ipc_mode="ipc", id="master", node="master", __role="master")
    return options


def event(n):
    """The tag and the data of event n."""
    minion, job = "minion%02d.example.org" % (n % 17), "20260101%012d" % n
    if n % 5 == 0:
        return "salt/auth", {"result": True, "act": "accept", "id": minion, "pub": "-----BEGIN\nEND-----", "n": n}
    if n % 5 == 1:
        return "salt/job/%s/new" % job, {
            "jid": job, "tgt": "*", "tgt_type": "glob", "user": USERS[n % 3], "fun": "test.ping", "arg": [], "n": n}
    if n % 5 == 2:
        return "deploy/done", {"host": minion, "text": "kůň 日本 🚀", "n": n}
    return "salt/job/%s/ret/%s" % (job, minion), {
        "cmd": "_return", "id": minion, "success": True, "return": {"raw": b"\xff\x00", 7: [1, 2.5, None]},
        "retcode": 0, "jid": job, "fun": "cmd.run", "fun_args": ["uptime"], "user": USERS[n % 3], "n": n}


def publish(options):
    """Runs the publisher in a process of its own, which ends with this one, however that ends."""
    if os.fork():
        return
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    salt.utils.event.EventPublisher(options).run()
    os._exit(0)


def wait_for(*paths):
    """Until the sockets are there."""
    deadline = time.time() + 60
    while not all(os.path.exists(path) for path in paths):
        if time.time() > deadline:
            sys.exit("no sockets after a minute")
        time.sleep(0.02)


def main():
    folder = sys.argv[1]
    sockets = [os.path.join(folder, "master_event_%s.ipc" % end) for end in ("pub", "pull")]
    for path in sockets:
        if os.path.exists(path):
            os.unlink(path)
    chosen = options(folder)
    salt._logging.set_logging_options_dict(chosen)
    publish(chosen)
    wait_for(*sockets)
    bus = salt.utils.event.SaltEvent("master", sock_dir=folder, opts=chosen, listen=False)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.startswith("fire "):
            tag, data = line.split(" ", 2)[1:]
            bus.fire_event(json.loads(data), tag)
            print("said 1", flush=True)
            continue
        first, count = (int(word) for word in line.split()[1:])
        for n in range(first, first + count):
            tag, data = event(n)
            bus.fire_event(data, tag)
        print("said %d" % count, flush=True)


main()
