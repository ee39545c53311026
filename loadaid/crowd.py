"""Twenty people at once before a running server: how long a rerun takes them, and what a hostile upload does to the others.

Each is a browser without a screen: it signs in, opens the websocket as Streamlit's own page does, and asks for reruns with
a pause to think in between. Times are from the request to the end of the run, as the browser hears it.
"""

from __future__ import annotations

import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from loadaid.practice.prove.bomb import workbook
from loadaid.practice.prove.counts import Counts

ROOT = Path(__file__).resolve().parent.parent
THINK_S = 3.0  # mean of the pause between two reruns
ALONE_MS, BESIDE_MS = 300, 1000  # what 95 of 100 reruns stay under: among themselves, and beside a hostile upload
PATIENT = re.compile(r"patient=([0-9a-f]{24})")


class Person:
    """A browser that has signed in as a person of the demonstration, and what it last saw: `with Person(...) as person`."""

    def __init__(self, address: str, role: str) -> None:
        self.address, self.role = address, role
        self.cookies: dict[str, str] = {}
        self.seen = ""
        self.widgets: dict[str, str] = {}
        self.errors: list[str] = []

    def __enter__(self) -> Person:
        found = re.search(r'name="xsrf" value="(\w+)"', self._ask("GET", "/auth/login").decode())
        self._ask("POST", "/auth/demo", urlencode({"xsrf": found[1] if found else "", "role": self.role}).encode())
        where = "ws" + self.address.removeprefix("http") + "/_stcore/stream"
        self._connection = connect(
            where, subprotocols=[Subprotocol("streamlit"), Subprotocol("x")], max_size=None, origin=Origin(self.address),
            additional_headers={"Cookie": self._cookies()},
        )  # fmt: skip
        self.socket: ClientConnection = self._connection.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._connection.__exit__(*exception)

    def rerun(self, query: str = "", page: str = "", states: list[Any] | None = None) -> float:
        """Milliseconds until the run has ended."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        message.rerun_script.widget_states.widgets.extend(states or [])
        began = time.perf_counter()
        self.socket.send(message.SerializeToString())
        seen: list[str] = []
        while True:
            said = self._hear()
            kind = said.WhichOneof("type")
            if kind == "delta":
                self._look(said.delta, seen)
            elif kind == "session_event" and said.session_event.WhichOneof("type") == "script_compilation_exception":
                self.errors.append("a page could not be compiled")
            elif kind == "script_finished":
                break
        took = (time.perf_counter() - began) * 1000
        self.seen = "".join(seen)
        return took

    def upload(self, name: str, content: bytes) -> Any:
        """Sends a file as the browser does; what a file uploader then holds."""
        from streamlit.proto.Common_pb2 import FileUploaderState

        asked = BackMsg()
        asked.file_urls_request.request_id = uuid.uuid4().hex
        asked.file_urls_request.file_names.append(name)
        self.socket.send(asked.SerializeToString())
        while (said := self._hear()).WhichOneof("type") != "file_urls_response":
            pass
        urls = said.file_urls_response.file_urls[0]
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + f"\r\n--{mark}--\r\n".encode()
        self._ask("PUT", urls.upload_url, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
        state = FileUploaderState()
        state.uploaded_file_info.add(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        return state

    def _hear(self) -> ForwardMsg:
        said = ForwardMsg()
        said.ParseFromString(self.socket.recv(timeout=120))
        return said

    def _look(self, delta: Any, seen: list[str]) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html":
            seen.append(element.html.body)
        elif kind == "exception":
            self.errors.append(element.exception.type)
        elif kind in ("file_uploader", "button"):
            self.widgets[kind] = getattr(element, kind).id

    def _cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
            own = {"Cookie": self._cookies(), "Origin": self.address, "Sec-Fetch-Site": "same-origin",
                   "X-Xsrftoken": self.cookies.get("_streamlit_xsrf", "")}  # fmt: skip
            connection.request(method, path, body, own | form | (headers or {}))
            answer = connection.getresponse()
            for line in answer.headers.get_all("set-cookie", []):
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.read()
        finally:
            connection.close()


def prove(count: int = 20, minutes: float = 3) -> Counts:
    """`count` people for two minutes, then for one with a hostile upload every few seconds beside them; less with less time."""
    counts, seconds = Counts(), min(minutes, 3) * 60
    with ExitStack() as stack:
        address = stack.enter_context(
            _server(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loadaid-"))))
        )
        crowd = [stack.enter_context(Person(address, "physio")) for _ in range(count)]
        counts.add("people signed in", len(crowd))
        patients = _arrive(crowd, counts)
        alone = _together(crowd, patients, seconds * 2 / 3)
        _told(counts, "", alone, ALONE_MS)
        stop = threading.Event()
        hostile = threading.Thread(target=_hostile, args=(address, stop, counts))
        hostile.start()
        beside = _together(crowd, patients, seconds / 3)
        stop.set()
        hostile.join()
        _told(counts, " beside a hostile upload", beside, BESIDE_MS)
        counts.hold(
            not [e for p in crowd for e in p.errors],
            f"errors on screen: {sorted({e for p in crowd for e in p.errors})}",
        )
    return counts


def _arrive(crowd: list[Person], counts: Counts) -> list[str]:
    """Everyone opens their list, one after the other, and each patient is opened once: the first reading of a day is made then.

    Ids of the patients on the list. What this costs is counted apart.
    """
    for person in crowd:
        person.rerun()
    patients = sorted(set(PATIENT.findall(crowd[0].seen)))
    counts.hold(bool(patients), "the list names no patient")
    first = [crowd[0].rerun(f"patient={patient}") for patient in patients]
    counts.add("patients opened for the first time that day", len(first))
    counts.add("opened for the first time: ms, half of them under", round(statistics.median(first or [0])))
    for person in crowd:
        person.rerun(f"patient={patients[0]}")
    return patients


def _together(crowd: list[Person], patients: list[str], seconds: float) -> dict[str, list[float]]:
    """Times of everyone's reruns, and of opening another patient, with a pause to think in between."""
    times: dict[str, list[float]] = {"rerun": [], "another patient": []}
    end = time.monotonic() + seconds

    def work(person: Person, dice: random.Random) -> None:
        patient = dice.choice(patients)
        while True:
            pause = dice.expovariate(1 / THINK_S)
            if time.monotonic() + pause > end:
                return
            time.sleep(pause)
            kind = "another patient" if dice.random() < 0.25 else "rerun"
            if kind != "rerun":
                patient = dice.choice(patients)
            times[kind].append(person.rerun(f"patient={patient}"))

    threads = [threading.Thread(target=work, args=(p, random.Random(k))) for k, p in enumerate(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _told(counts: Counts, where: str, times: dict[str, list[float]], most: float) -> None:
    """Counts what was measured; only reruns are held to a limit."""
    for kind, its in times.items():
        counts.add(f"{kind}{where}: runs", len(its))
        if len(its) < 20:
            counts.hold(kind != "rerun", f"{kind}{where}: too few runs to tell")
            continue
        late = statistics.quantiles(its, n=20)[-1]
        counts.add(f"{kind}{where}: ms, half of them under", round(statistics.median(its)))
        counts.add(f"{kind}{where}: ms, 95 of 100 under", round(late))
        counts.hold(
            kind != "rerun" or late < most, f"{kind}{where}: 95 of 100 under {late:.0f} ms, not under {most} ms"
        )


def _hostile(address: str, stop: threading.Event, counts: Counts) -> None:
    """A patient who sends a workbook of a million rows again and again."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    content = workbook(1_000_000)
    with Person(address, "patient") as patient:
        while not stop.is_set():
            patient.rerun(page="file")
            if "file_uploader" not in patient.widgets:
                counts.hold(False, "the page for files has no place for one")
                return
            state = patient.upload("journal.xlsx", content)
            sent = [WidgetState(id=patient.widgets["file_uploader"], file_uploader_state_value=state),
                    WidgetState(id=patient.widgets["button"], trigger_value=True)]  # fmt: skip
            patient.rerun(page="file", states=sent)
            counts.add("hostile files sent")
            stop.wait(2)


@contextmanager
def _server(home: Path) -> Iterator[str]:
    """The address of a demonstration of its own, started as a user starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith("LOADAID_")} | {
        "LOADAID_HOME": str(home)
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as app:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()


def _wait(port: int) -> None:
    for _ in range(1200):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the app did not start within two minutes")
