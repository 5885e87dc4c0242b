"""Where shards come from and records go: a folder, or a bucket of an object store, by one set of words (fsspec).

A file is there whole or not at all: in a folder it is written beside its name and renamed, and an object store has no
half of an object. So whoever is ended while writing leaves nothing that could be taken for what it is not.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from communique.errors import BatchError
from communique.extras import install_extra


def system_of(address: str) -> tuple[Any, str]:
    """Return the file system of an address (a path, ``s3://...``), and what the address is there.

    Raises:
        BatchError: if what it needs is not installed, or there is no such kind of address.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise _missing(address) from None
    try:
        system, path = url_to_fs(address)
    except ImportError as error:
        raise _missing(address) from error
    except (ValueError, OSError) as error:
        raise BatchError(address, f"it cannot be opened ({error})", "Give a path, or s3://BUCKET/FOLDER") from error
    return system, str(path)


def whole(address: str) -> str:
    """Return an address as it is from everywhere: a path with its folders, any other as it is."""
    return address if "://" in address else os.path.abspath(address)


def _missing(address: str) -> BatchError:
    remedy = f"Install it: {install_extra('batch')}"
    return BatchError(address, "what reads and writes there is not installed", remedy)


def is_local(system: Any) -> bool:
    """Return whether a file system is this machine's own."""
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


@dataclass(frozen=True)
class Place:
    """A folder for what a batch writes, at an address; names in it have slashes."""

    address: str

    @cached_property
    def _root(self) -> tuple[Any, str]:
        system, path = system_of(self.address)
        return system, path.rstrip("/")

    def _at(self, name: str) -> tuple[Any, str]:
        system, root = self._root
        return system, f"{root}/{name}"

    def names(self, folder: str) -> list[str]:
        """Return the names of all files in a folder of it and beneath, sorted."""
        system, path = self._at(folder)
        system.invalidate_cache()
        if not system.exists(path):
            return []
        start = len(path) - len(folder)
        return sorted(str(found)[start:] for found in system.find(path))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, ``None`` where there is none."""
        system, path = self._at(name)
        try:
            return bytes(system.cat_file(path))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        system, path = self._at(name)
        if not is_local(system):
            system.pipe_file(path, data)
            return
        with _renamed(path) as stream:
            stream.write(data)

    def put(self, local: Path, name: str) -> None:
        """Write what a local file holds under a name that says its contents; one that is there already is left."""
        system, path = self._at(name)
        if is_local(system):
            if not os.path.exists(path):
                with _renamed(path) as stream, open(local, "rb") as source:
                    while piece := source.read(1 << 20):
                        stream.write(piece)
            return
        system.invalidate_cache()
        if not system.exists(path):
            system.put_file(str(local), path)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Yield a file, to be read in any order."""
        system, path = self._at(name)
        with system.open(path, "rb") as stream:
            yield stream

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is none too many."""
        system, path = self._at(name)
        with suppress(FileNotFoundError):
            system.rm_file(path)


@contextmanager
def _renamed(path: str) -> Iterator[BinaryIO]:
    """Yield a file beside its name, which it gets when all is written and on the disk."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    beside = f"{path}.{uuid.uuid4().hex}.part"
    try:
        with open(beside, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


@contextmanager
def on_this_machine(address: str) -> Iterator[str]:
    """Yield the path of a file at an address: its own where it is on this machine, else that of a copy for the time."""
    system, path = system_of(address)
    if is_local(system):
        yield path
        return
    with TemporaryDirectory(prefix="communique-") as folder:
        copy = os.path.join(folder, path.rsplit("/", 1)[-1])
        system.get_file(path, copy)
        yield copy
