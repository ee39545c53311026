"""What the machine writes down of itself: lines of JSON with ids and codes, never a name, a value or another's message.

An exception's text may quote a patient's log, and so may a library's. Of both only the kind and the place are kept, with a
reference that its reader can tell. This holds for every handler, also one that a library installs later: the text is
taken out where a record is made.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import threading
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from loadaid.store.errors import Refused, StoreError

OURS = "loadaid"
FILE = "loadaid.log"
BYTES, FILES = 2_000_000, 5
HOUSE = Path(__file__).resolve().parents[1]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another

_made = logging.getLogRecordFactory()


def configure(folder: Path | None = None) -> None:
    """Sets up the log of this process: to stderr, or to a file of this folder that makes room by itself. May be called again."""
    logging.setLogRecordFactory(_record)
    handler: logging.Handler
    if folder is None:
        handler = logging.StreamHandler()
    else:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / FILE).touch(0o600)
        handler = RotatingFileHandler(folder / FILE, maxBytes=BYTES, backupCount=FILES, encoding="utf-8")
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.WARNING
    logging.getLogger(OURS).setLevel(logging.INFO)
    # Libraries that brought their own handlers hand on to ours. An address may hold the id of a session: no access log.
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        if name.partition(".")[0] != OURS:
            logger.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.getLogger("uvicorn.access").disabled = True
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def fault(error: BaseException) -> str:
    """Writes down an error that nobody expected; the reference to show to whoever met it."""
    reference = "".join(secrets.choice(LETTERS) for _ in range(6))
    logging.getLogger(OURS).error("fault", exc_info=error, extra={"reference": reference})
    return reference


def _record(*arguments: Any, **named: Any) -> logging.LogRecord:
    record = _made(*arguments, **named)
    if record.exc_info and record.exc_info[0] is not None:
        record.error, record.trace = record.exc_info[0].__name__, _places(record.exc_info[2])
        # What the store says of itself quotes nobody, and the machine's operator needs it.
        if isinstance(record.exc_info[1], StoreError) and not isinstance(record.exc_info[1], Refused):
            record.why = str(record.exc_info[1])
    record.exc_info, record.exc_text = None, None
    if record.name.partition(".")[0] != OURS:
        record.msg, record.args = f"{Path(record.pathname).name}:{record.lineno}", ()
    return record


def _places(trace: TracebackType | None) -> list[str]:
    """File and line of each step, the last first: of ours from the package on, of others the name alone."""
    steps = [
        (Path(frame.filename), frame.lineno)
        for frame in traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    ]
    return [f"{path.relative_to(HOUSE.parent) if path.is_relative_to(HOUSE) else path.name}:{line}"
            for path, line in reversed(steps)][:20]  # fmt: skip


class _Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
            "from": record.name, "said": record.getMessage(),
        }  # fmt: skip
        more = {name: getattr(record, name) for name in ("error", "why", "trace", "reference") if hasattr(record, name)}
        return json.dumps(line | more, ensure_ascii=False)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(OURS).critical("uncaught", exc_info=(kind, error or kind(), trace))
