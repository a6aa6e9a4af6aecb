#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A web server that answers as datagrepper's /raw does, from a file of messages that is read for each question.

    backlog.py RECORD

Prints its port, then the path of each question. While there is a file RECORD.held, all questions fail. Beside /raw it has:

    /flaky     the first two questions fail, the others are answered as at /raw
    /moved     sends the asker to /raw
    /failing   always fails
    /garbage   no JSON; /odd   JSON of another kind
    /same      says that there is always another page, and shows the first
    /hollow    says that there are more pages, and shows nothing
    /large     has no end
    /silent    never answers
"""
import http.server
import json
import os
import sys
import time
import urllib.parse

FAILURES = {"/flaky": 2, "/failing": 10**9}


def page(query):
    rows, number = int(query["rows_per_page"][0]), int(query["page"][0])
    start, end = float(query["start"][0]), float(query["end"][0])
    assert query["order"] == ["asc"]
    with open(sys.argv[1], encoding="ascii") as file:
        messages = [json.loads(line) for line in file]
    found = sorted((m for m in messages if start <= m["timestamp"] <= end), key=lambda m: m["timestamp"])
    for message in found:
        message.update(
            timestamp=float(message["timestamp"]), headers={}, source_name="datanommer", source_version="0.6.4")
    shown = found[rows * (number - 1):rows * number]
    return dict(pages=-(-len(found) // rows), total=len(found), count=len(shown), arguments={}, raw_messages=shown)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        print(self.path, self.headers.get("Authorization", ""), flush=True)
        if FAILURES.get(url.path, 0) > 0:
            FAILURES[url.path] -= 1
            return self.answer(503, b"later")
        if os.path.exists(sys.argv[1] + ".held"):
            return self.answer(500, b"held")
        if url.path == "/moved":
            return self.answer(302, b"", ("Location", "/raw?" + url.query))
        if url.path == "/silent":
            time.sleep(3600)
        if url.path == "/large":
            return self.pour()
        answers = {
            "/garbage": b"<html>\xff\x00", "/odd": b'{"pages": "many", "raw_messages": {}}',
            "/hollow": b'{"pages": 9, "raw_messages": []}', "/empty": b'{"pages": 0, "raw_messages": []}',
        }
        if url.path in answers:
            return self.answer(200, answers[url.path])
        if url.path == "/same":
            query["page"] = ["1"]
            return self.answer(200, json.dumps(dict(page(query), pages=10**5)).encode())
        self.answer(200, json.dumps(page(query)).encode())

    def pour(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" " * 65536)
        except OSError:
            self.close_connection = True

    def answer(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers + (("Content-Length", str(len(body))),):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
