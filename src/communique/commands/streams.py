"""Where commands read from and write to: files, standard input and output, and what is wrong with them."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, AnyStr, BinaryIO

import click

from communique.characters import printable
from communique.commands.common import say, usage


class Input(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic from click 8.3 on
    """A file to be read, ``-`` for standard input: as bytes, or as ``text``. A pipe or a device is not waited for."""

    name = "file"

    def __init__(self, *, text: bool = False) -> None:
        self.text = text

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return the file, opened; end with a plain message where it cannot be."""
        from communique.errors import IntakeError
        from communique.intake.sources import open_file, standard_input, unreadable

        if not isinstance(value, str):
            return value
        try:
            raw = standard_input() if value == "-" else open_file(value)
        except IntakeError as error:
            usage(error)
        except OSError as error:
            usage(unreadable(value, error))
        wrapped = io.TextIOWrapper(raw, "utf-8") if self.text else None
        if ctx is not None and value != "-":
            ctx.call_on_close(raw.close)
        elif ctx is not None and wrapped is not None:
            ctx.call_on_close(wrapped.detach)
        return wrapped or raw


def name_of(stream: object) -> str:
    """Return what messages call an input."""
    name = getattr(stream, "name", None)
    return name if isinstance(name, str) else "<stdin>"


def lines_of(stream: IO[AnyStr]) -> Iterator[AnyStr]:
    """Yield the lines of an input.

    Raises:
        BadRecord: if a line of text is no UTF-8; the place is its number.
        Unreadable: if the system refuses to read it.
    """
    from communique.errors import BadRecord
    from communique.intake.sources import unreadable

    number = 0
    try:
        for line in stream:
            number += 1
            yield line
    except UnicodeDecodeError:
        where = f"after line {number}"
        raise BadRecord(name_of(stream), "this is no UTF-8", "Give a file in UTF-8", place=where) from None
    except OSError as error:
        raise unreadable(name_of(stream), error) from None


class Shown(io.RawIOBase):
    """Standard output where it is a terminal: what would steer it is shown, not sent."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        """Return true."""
        return True

    def write(self, data: object) -> int:
        """Write bytes of UTF-8."""
        given = bytes(data)  # type: ignore[call-overload]
        self._sink.write(printable(self._decode(given)).encode())
        return len(given)


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """Yield what is written to, standard output for ``None``. A file is there when it is whole, and not before.

    What is there and is no file (a device, a pipe) is written to as it is, never replaced.
    """
    if path is None:
        sink = sys.stdout.buffer
        yield Shown(sink) if sys.stdout.isatty() else sink  # type: ignore[misc]
        sink.flush()
        return
    target = Path(os.path.realpath(path))
    kept = target.exists() and not target.is_file()
    part = target if kept else target.with_name(target.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        if not kept:
            part.replace(target)
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = f"{path}: it cannot be written ({error.strerror or error})"
        usage(ValueError(f"{problem}. Check the folder, its rights and the room on the disk."))
    finally:
        if not kept:
            part.unlink(missing_ok=True)


def stand_in() -> None:
    """Give each standard stream that is closed a stand-in, so that no file of ours is opened in its place.

    To write to a closed standard output fails, as it should; standard error is let go of.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None and not _is_open(number):
            found = os.open(os.devnull, flags)
            if number:
                setattr(sys, name, os.fdopen(found, "w", encoding="utf-8"))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def let_go() -> None:
    """Send what is still to be written to standard output nowhere, so that the end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def cannot_write(error: OSError) -> None:
    """Say that standard output takes nothing more, and let go of it."""
    name = error.filename or "standard output"
    say(f"communique: {name}: it cannot be written ({error.strerror or error}). Check that it is open and has room.")
    let_go()
