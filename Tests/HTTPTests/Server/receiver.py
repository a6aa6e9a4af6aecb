#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A web server that takes documents, and tells what it took: a line of JSON for each request, with its method, path, headers
and body. The first line is its port. A request's path says how it is answered:

    /200 … /599    with this status; a 429 and a 503 with "Retry-After: 7"
    /echo          with the body
    /moved         with 307 to /200
    /large         with an answer without end
    /hang          never
    /once/503      the first time with this status, afterwards with 200
"""
import base64
import http.server
import json
import sys
import time

SEEN = set()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print(json.dumps(dict(
            method=self.command, path=self.path, headers={k.lower(): v for k, v in self.headers.items()},
            body=base64.b64encode(body).decode())), flush=True)
        words = self.path.split("?")[0].strip("/").split("/")
        if words[0] == "once":
            status = 200 if self.path in SEEN else int(words[1])
            SEEN.add(self.path)
            return self.answer(status, b"")
        if words[0] == "echo":
            return self.answer(200, body)
        if words[0] == "moved":
            return self.answer(307, b"", ("Location", "/200"))
        if words[0] == "hang":
            time.sleep(3600)
        if words[0] == "large":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        self.answer(int(words[0]), b"" if words[0] == "204" else b"answer")

    do_POST = do_PUT = take

    def answer(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers + ((("Retry-After", "7"),) if status in (429, 503) else ()):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
try:
    server.serve_forever()
except (KeyboardInterrupt, BrokenPipeError):
    sys.exit(0)
