"""What a batch reads, in shards: a file each, in the order of their names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from communique.errors import BatchError, NotFound
from communique.intake.sources import ENDINGS
from communique.scale.places import is_local, system_of

_PART = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Shard:
    """A file to be read: its address, and by what it is told whether it has changed since."""

    address: str
    stamp: str

    @property
    def key(self) -> str:
        """Return the name that its marker has."""
        return hashlib.sha256(self.address.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def shards_of(source: str) -> list[Shard]:
    """Return the shards of a file, a folder or a pattern (``*.warc.gz``), on this machine or in an object store.

    Raises:
        BatchError: if what the address needs is not installed, or there is no such kind of address.
        NotFound: if there is no file to read.
    """
    system, path = system_of(source)
    try:
        found = dict(_files(system, path))
    except FileNotFoundError:
        found = {}
    except OSError as error:
        raise BatchError(source, f"it cannot be listed ({error})", "Check the address and your rights there") from error
    if not found:
        raise NotFound(source, "there is no file to read", f"Read are names that end in {' '.join(ENDINGS)}")
    local = is_local(system)
    made = (Shard(at if local else str(system.unstrip_protocol(at)), _stamp(info)) for at, info in found.items())
    return sorted(made, key=lambda shard: shard.address)


def _files(system: Any, path: str) -> Iterator[tuple[str, Any]]:
    if any(sign in path for sign in "*?["):
        there = system.glob(path, detail=True).items()
        yield from ((at, info) for at, info in there if info["type"] == "file" and at.lower().endswith(ENDINGS))
    elif system.isdir(path):
        start = len(path.rstrip("/"))
        for at, info in system.find(path, detail=True).items():
            hidden = "/." in at[start:]
            if at.lower().endswith(ENDINGS) and not hidden:
                yield at, info
    else:
        yield path, system.info(path)


def _stamp(info: Any) -> str:
    """By what a file is told from an other one of its name: its size, and its tag, or when it was written."""
    tag = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("LastModified") or ""
    return f"{info['size']}:{tag}"


def share_of(shards: Sequence[Shard], part: str | None) -> list[Shard]:
    """Return the shards that are the share of one of several machines: ``3/8`` is every eighth, from the third on.

    It counts from 0 or from 1, so that the numbers of an array of jobs can be given as they are.

    Raises:
        BatchError: if it is none of so many.
    """
    if part is None:
        return list(shards)
    match = _PART.fullmatch(part)
    number, of = (int(match[1]), int(match[2])) if match else (1, 0)
    if number > of or not of:
        raise BatchError(f"--shard {part}", "this is no share", "Give its number and how many there are: 3/8")
    return [shard for n, shard in enumerate(shards) if n % of == number % of]
