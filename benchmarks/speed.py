"""Speed, memory and start of ``communique read``: ``python benchmarks/speed.py [--rounds N]``.

Reference: a spaCy CNN pipeline (tagger, parser, names; the shape of the small English model, random
weights) in the same run on the same text, one thread, in CPU seconds. All timings are ratios or come with their
reference. Stages of the reading: the model's graph alone, what is done with its answers and to divide words, and all
that comes after. Processes of their own: start to first result, peak memory, two jobs against one, and two threads of
the model's against one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import onnxruntime  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from communique.intake import Report, report_from_text  # noqa: E402
from communique.language.core import analyse  # noqa: E402
from communique.language.model import WEIGHTS, shipped  # noqa: E402
from communique.reading.read import read  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language


def samples() -> list[tuple[str, str]]:
    """Return text and date of the shipped reports."""
    folder = resources.files("communique.samples")
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return [((folder / e["file"]).read_text(encoding="utf-8"), e["published"]) for e in index]


def reference() -> Language:
    """Return a CNN pipeline of the small English model's shape: tagger, parser, names over one tok2vec."""
    import spacy  # not before: a process begun by a large one counts its memory too
    from spacy.training import Example

    nlp = spacy.blank("en")
    cnn = {
        "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4,
        "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True,
    }  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    nlp.add_pipe("tok2vec", config={"model": cnn})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    shared = {"@architectures": "spacy.TransitionBasedParser.v2", "hidden_width": 64, "maxout_pieces": 2,
              "use_upper": True, "tok2vec": listener}  # fmt: skip
    parser = nlp.add_pipe("parser", config={"model": {**shared, "state_type": "parser", "extra_state_tokens": False}})
    ner = nlp.add_pipe("ner", config={"model": {**shared, "state_type": "ner", "extra_state_tokens": False}})
    model = shipped()
    for tag in [f"T{i}" for i in range(49)]:
        tagger.add_label(tag)  # type: ignore[attr-defined]
    for label in model.deprels:
        parser.add_label(label)  # type: ignore[attr-defined]
    for label in ("PER", "ORG", "LOC", "MISC"):
        ner.add_label(label)  # type: ignore[attr-defined]
    doc = nlp.make_doc("Ministers met in Geneva today .")
    gold = {"words": [t.text for t in doc], "heads": [1, 1, 3, 1, 1, 1], "tags": ["T1"] * 6,
            "deps": ["nsubj", "root", "case", "obl", "advmod", "punct"]}  # fmt: skip
    nlp.initialize(lambda: [Example.from_dict(doc, gold)])
    return nlp


def rate(work: Callable[[], object], words: int, rounds: int) -> float:
    """Return words a CPU second, the best of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return words / min(times)


def windows(reports: Sequence[Report]) -> list[tuple[Sequence[str], Sequence[int]]]:
    """Return what the model is given of reports, window by window."""
    model, found = shipped(), []
    run = model._run

    def noting(words: Sequence[str], gaps: Sequence[int]) -> dict[str, NDArray[Any]]:
        found.append((words, gaps))
        return run(words, gaps)

    model._run = noting  # type: ignore[method-assign]
    for report in reports:
        analyse(report.layer)
    model._run = run  # type: ignore[method-assign]
    return found


def throughput(rounds: int) -> None:
    """Print the rates of the reading, of its language core alone and of the reference."""
    texts = samples()
    reports = [report_from_text(text, published=date) for text, date in texts]
    words = sum(len(text.split()) for text, _ in texts)
    nlp, given = reference(), windows(reports)
    read(reports[0])
    cnn = rate(lambda: [nlp(text) for text, _ in texts], words, rounds)
    graph = rate(lambda: [shipped()._run(*window) for window in given], words, rounds)
    core = rate(lambda: [analyse(r.layer) for r in reports], words, rounds)
    whole = rate(lambda: [read(r) for r in reports], words, rounds)
    print(f"{words} words in {len(texts)} reports, one thread, words a CPU second, best of {rounds}")
    print(f"  spaCy CNN (reference)    {cnn:8.0f}   1.00")
    print(f"  the model's graph alone  {graph:8.0f}   {graph / cnn:.2f}")
    print(f"  language core            {core:8.0f}   {core / cnn:.2f}")
    print(f"  whole read               {whole:8.0f}   {whole / cnn:.2f}   (asked: 1.0)")
    shares = [whole / graph, whole / core - whole / graph, 1 - whole / core]
    print("  of the whole read: graph {:.0%}, rest of the language core {:.0%}, reading {:.0%}".format(*shares))


def threads() -> float:
    """Return how many times as fast the graph is by the clock with two threads of its own as with one."""
    given = [shipped().feed(*w) for w in windows([report_from_text(t, published=d) for t, d in samples()])]
    data = (resources.files("communique.language") / WEIGHTS).read_bytes()
    times = []
    for count in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = count, 1
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        rounds = []
        for _ in range(3):
            start = time.perf_counter()
            for feed in given:
                session.run(None, feed)
            rounds.append(time.perf_counter() - start)
        times.append(min(rounds))
    return times[0] / times[1]


def child(*arguments: str) -> tuple[float, float]:
    """Run the command in a process of its own; return seconds and peak megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "communique", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"communique {' '.join(arguments)} ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def processes() -> None:
    """Print start, memory, and two jobs against one."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, (text, _) in enumerate(samples() * 10):
            path = Path(folder) / f"{n}.txt"
            path.write_text(f"{text}\n\nCopy {n}.", encoding="utf-8")
            paths.append(str(path))
        first = min(child("read", paths[0])[0] for _ in range(3))
        one, memory = child("read", *paths, "--format", "jsonl", "--quiet", "--jobs", "1")
        two, _ = child("read", *paths, "--format", "jsonl", "--quiet", "--jobs", "2")
        start = min(child("--version")[0] for _ in range(3))
    print(f"  start to first result    {first:8.2f} s   (asked: 2; the bare command {start:.2f})")
    print(f"  peak memory of a read of {len(paths)} reports  {memory:.0f} MB   (asked: 600)")
    print(f"  two jobs against one     {(one - first) / (two - first):8.2f}   (asked: 1.95)")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    processes()
    print(f"  two threads of the model against one  {threads():.2f}")
    throughput(args.rounds)
    print(f"  this process's own peak  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
