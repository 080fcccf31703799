"""A chat server on this machine that answers what it is told to: well, badly, slowly or never."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Answers every request with what it was told to; keeps what it was asked."""

    def __init__(self, content: str | None = None) -> None:
        # None: every line comes back as an English sentence with its number
        self.content, self.status, self.body, self.drip_s = content, 200, None, 0.0
        self.kind, self.finish, self.asked, self.headers, self.path = (
            "application/json",
            "stop",
            [],
            {},
            "",
        )
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.headers, outer.path = dict(self.headers), self.path
                body = outer.answer()
                self.send_response(outer.status)
                self.send_header("Content-Type", outer.kind)
                self.send_header("Content-Length", str(len(body)))
                if outer.status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                try:
                    for at in range(0, len(body), 1 if outer.drip_s else len(body) or 1):
                        self.wfile.write(body[at : at + (1 if outer.drip_s else len(body))])
                        self.wfile.flush()
                        time.sleep(outer.drip_s)
                except OSError:
                    pass  # the other side has had enough

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,))
        self.thread.start()

    def answer(self) -> bytes:
        if self.body is not None:
            return self.body
        content = self.content if self.content is not None else self.english()
        message = {"message": {"content": content}, "finish_reason": self.finish}
        return json.dumps({"id": "x", "choices": [message]}).encode()

    def english(self) -> str:
        lines = self.asked[-1]["messages"][1]["content"].split("\n")
        numbers = [re.match(r"\d+", line)[0] for line in lines]
        return "\n".join(
            f"{number}. This is what they said in line {number}." for number in numbers
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()
