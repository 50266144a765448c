"""Lines of the log: JSON, whoever writes them and whatever they say."""

import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog

from cluster.processes.logging import configure_logging

LIBRARY = "a.library.of.this.test"
"""Others may have been switched off by what ran in this process before."""
HOSTILE = 'a "quoted" \\ text\n{"level":"error","event":"forged"}\x1b[31m'


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What a process called `host-0` logs."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    written = io.StringIO()
    configure_logging("info", process="host-0", stream=written)
    yield written
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_library_cannot_be_made_to_forge_a_line(stream: io.StringIO):
    logging.getLogger(LIBRARY).warning("bad request: %s", HOSTILE)
    [line] = lines(stream)
    assert line["event"] == f"bad request: {HOSTILE}"
    assert (line["level"], line["logger"], line["process"]) == ("warning", LIBRARY, "host-0")
    assert str(line["timestamp"]).endswith("Z")


def test_our_own_lines_have_the_same_form(stream: io.StringIO):
    structlog.get_logger("gateway").info("client", name=HOSTILE)
    [line] = lines(stream)
    assert (line["event"], line["name"], line["level"], line["process"]) == ("client", HOSTILE, "info", "host-0")


def test_the_exception_of_a_library_is_one_line(stream: io.StringIO):
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        logging.getLogger(LIBRARY).exception("task failed")
    [line] = lines(stream)
    assert "ValueError" in str(line["exception"])


def test_a_thread_of_a_library_logs_the_name_of_the_process(stream: io.StringIO):
    thread = threading.Thread(target=lambda: logging.getLogger(LIBRARY).error("port"))
    thread.start()
    thread.join()
    assert [line["process"] for line in lines(stream)] == ["host-0"]


def test_a_warning_of_python_is_a_line(stream: io.StringIO):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old\nways", UserWarning, stacklevel=1)
    [line] = lines(stream)
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")


def test_libraries_are_silent_below_warnings(stream: io.StringIO):
    logging.getLogger(LIBRARY).info("statement")
    assert lines(stream) == []
