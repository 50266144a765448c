"""Structured logs: one JSON object a line, with the name of the process; no secrets, tokens or passwords in them.

Lines of libraries, which use the standard library's `logging`, go through the same processors as our own, so that
whatever a client sends stays within its string (structlog, Standard Library Logging).
"""

import logging
import sys
from typing import TextIO

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
LIBRARY_LEVEL = logging.WARNING
"""Libraries log from here upwards, whatever our own level: their lower lines show addresses and statements."""


def configure_logging(level: str, *, process: str, stream: TextIO | None = None) -> None:
    """Log from `level` upwards to `stream`, by default standard output, where Ray collects it."""
    output = stream or sys.stdout
    shared = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    rendered = (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())
    structlog.configure(
        processors=[*shared, *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(file=output),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(process=process)
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                *shared,
                structlog.stdlib.add_logger_name,
                lambda _logger, _method, event: {**event, "process": process},  # threads have no context of ours
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    logging.basicConfig(level=LIBRARY_LEVEL, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
