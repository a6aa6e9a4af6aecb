#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says numbered messages with the real fedmsg library, as told on standard input.

    publish.py PORT RECORD [--signed]

    say FIRST COUNT   publishes the messages FIRST, FIRST + 1 ...; answers "said COUNT" when all are on their way
    (end of input)    waits until they are delivered, and ends

Message n is the same whenever it is said, its identity and time included. The file RECORD gets a line for each message,
once: the JSON that fedmsg put on the wire.
"""
import datetime
import os
import random
import sys
import tempfile
import uuid
import warnings

warnings.simplefilter("ignore")
import zmq

# A constant of newer bindings, by which fedmsg takes libzmq for version 2 and sets an option that is no longer there.
if hasattr(zmq, "HWM"):
    del zmq.HWM

import fedmsg
import fedmsg.config
import fedmsg.crypto
import fedmsg.encoding

EPOCH = 1361166000
TOPICS = [
    ("bodhi", "update.comment"), ("bodhi", "update.request.testing"), ("buildsys", "build.state.change"),
    ("git", "receive"), ("wiki", "article.edit"), ("fas", "user.create"), ("žluť", "kůň"),
]
TEXTS = ["plain", "žluťoučký kůň", "日本語", "🚀 and 😀", 'tab\t newline\n quote" backslash\\ slash/', "\x7f\x00\x1f", "", "50%_*"]
NUMBERS = [0, -1, 1.0, -0.0, 0.1, 1e5, 1e16, 1e22, 1e-7, 2**31, 2**53 + 1, 2**70, 10**25, 123456789.125]


def body(n):
    """What message n says."""
    chance = random.Random(n)
    return {
        "n": n,
        "agent": "user%d" % (n % 17),
        "text": chance.choice(TEXTS),
        "number": chance.choice(NUMBERS),
        "nested": {"z": [1, [2, [3, {}]], None], "a": {"b": n % 2 == 0}},
        "pad": "%032x" % chance.getrandbits(128) * chance.randrange(30),
    }


def certificate(directory):
    """Makes a key, and a certificate that it signs itself, as fedmsg looks for them."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "publisher")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.utcnow()
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    with open(os.path.join(directory, "publisher.crt"), "wb") as file:
        file.write(made.public_bytes(pem))
    with open(os.path.join(directory, "publisher.key"), "wb") as file:
        file.write(key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()))


def configure(port, signed, directory):
    if signed:
        certificate(directory)
    path = os.path.join(directory, "config.py")
    with open(path, "w") as file:
        # Its default drops what a subscriber has not taken in time, unseen; here every message shall reach the socket.
        file.write("config = %r\n" % dict(
            topic_prefix="org.fedoraproject", environment="dev", endpoints={"test.host": ["tcp://127.0.0.1:%s" % port]},
            high_water_mark=1000000, post_init_sleep=0, io_threads=1, zmq_enabled=True, sign_messages=signed,
            crypto_backend="x509", ssldir=directory, certnames={"test.host": "publisher"}))
    fedmsg.config.load_config([], None, filenames=[path], invalidate_cache=True)
    fedmsg.init(name="test.host")


def say(n, signed, on_wire):
    """Publishes message n, and keeps what fedmsg makes of it."""
    modname, topic = TOPICS[n % len(TOPICS)]

    def fix(message):
        if not signed:
            # Its own are of this moment; a signature covers them.
            message.update(i=n, timestamp=EPOCH + n, msg_id="2013-%s" % uuid.UUID(int=n, version=4), username="tester")
        on_wire[n] = message

    fedmsg.publish(topic=topic, modname=modname, msg=body(n), pre_fire_hook=fix)


def main():
    port, record = sys.argv[1:3]
    signed = "--signed" in sys.argv
    recorded = set()
    with tempfile.TemporaryDirectory() as directory, open(record, "a", encoding="ascii") as file:
        configure(port, signed, directory)
        print("ready", flush=True)
        for line in sys.stdin:
            first, count = map(int, line.split()[1:])
            on_wire = {}
            for n in range(first, first + count):
                say(n, signed, on_wire)
            for n in sorted(set(on_wire) - (set() if signed else recorded)):
                file.write(fedmsg.encoding.dumps(on_wire[n]) + "\n")
            recorded |= set(on_wire)
            file.flush()
            print("said %d" % count, flush=True)
        fedmsg.destroy()


main()
