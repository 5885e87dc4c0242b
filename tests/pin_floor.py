"""Pin the floor that the sample reports must not fall below: ``python -m tests.pin_floor``.

Refuses to lower anything unless told to, with a reason, which is kept in the file:
``python -m tests.pin_floor --lower "why this is right"``.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.floor import PINNED, lowered, measure, pinned


def main(arguments: list[str] | None = None) -> int:
    """Measure, compare and write; 1 where it would lower the floor and was not told to."""
    parser = argparse.ArgumentParser(prog="python -m tests.pin_floor", description=__doc__.splitlines()[0])
    parser.add_argument("--lower", metavar="REASON", help="Lower the floor, and keep this reason with it.")
    chosen = parser.parse_args(arguments)
    if chosen.lower is not None and not chosen.lower.strip():
        parser.error("--lower needs a reason")
    old, new = pinned(), measure().as_dict()
    worse = lowered(old, new)
    for line in worse:
        print(f"lower: {line}", file=sys.stderr)
    if worse and chosen.lower is None:
        print("not pinned; if this is right, say why: --lower REASON", file=sys.stderr)
        return 1
    reasons = [*old.get("lowered", []), *([chosen.lower] if worse and chosen.lower else [])]
    PINNED.write_text(json.dumps({**new, "lowered": reasons}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"pinned: {new['share']:.2%} of the rows, {new['never_broken']} never rows broken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
