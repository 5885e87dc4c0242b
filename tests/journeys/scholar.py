"""A scholar: a corpus in a table to a ledger, a sample that is judged, its precision, and tables for statistics."""

from __future__ import annotations

import csv
import shutil

from tests.journeys.reports import corpus
from tests.journeys.steps import Journey

EXTRAS: tuple[str, ...] = ("analysis", "pandas")
CORPUS = ("tsai-call", "skripal-expulsion", "whitsun-protest")
R = """
events <- read.csv("events.csv", encoding = "UTF-8", na.strings = "", colClasses = c(cameo = "character"))
stopifnot(nrow(events) > 10, "036" %in% events$cameo | any(nchar(events$cameo) == 3))
print(table(events$status))
"""
DYADS = """
import pandas as pd
from communique import open_ledger, to_frame

with open_ledger("study.sqlite") as ledger:
    rows = to_frame(ledger.each())
parquet = pd.read_parquet("events.parquet")
print("same entries:", set(parquet["entry"]) >= set(rows["entry"]))
print("codes:", rows["cameo"].dtype, sorted(rows["cameo"].dropna())[0])

done = rows[rows["status"].isin(["held", "ongoing"])].dropna(subset=["source_country", "target_country"])
done = done[done["source_country"] != done["target_country"]]
day = done["earliest"].fillna(done["first_published"])
months = done.assign(month=day.dt.to_period("M")).groupby(["source_country", "target_country", "month"])
table = months.agg(events=("entry", "size"), goldstein=("goldstein", "mean")).reset_index()
print(table.to_string(index=False))
print("expelled:", table[(table.source_country == "GBR") & (table.target_country == "RUS")].goldstein.min() < 0)
"""


def walk(j: Journey) -> None:
    """From the corpus to a table of dyads by month, and how far it can be trusted."""
    j.write("corpus.csv", corpus(*CORPUS))
    j.surroundings = {**j.surroundings, "COMMUNIQUE_LEDGER": "study.sqlite", "COMMUNIQUE_USER": "anna"}
    taken = j.type("communique ingest corpus.csv").notes(f"reports: {len(CORPUS)} added", "study.sqlite: 3 reports")
    taken.found(r", (\d+) engagements")
    _judge(j)
    _export(j)
    frame = j.python(DYADS)
    frame.says("same entries: True", "codes: string 0", "GBR RUS 2018-03", "expelled: True")
    if shutil.which("Rscript", path=j.surroundings["PATH"]):
        j.write("events.R", R)
        j.type("Rscript events.R").says("held")


def _judge(j: Journey) -> None:
    """Six engagements, the same whoever draws them; four right, one wrong, one not to be told."""
    drawn = j.type("communique sample --n 6 --seed 1 --format csv -o sample.csv").notes(
        "seed 1, n 6", "drawn", "by anna"
    )
    again = drawn.found(r"then: (.+)")
    ids = [row["id"] for row in csv.DictReader(j.read("sample.csv").splitlines())]
    assert len(set(ids)) == 6
    accept = "; ".join(f"communique judge accept {id}" for id in ids[: 4 if j.whole else 1])
    j.type(f"{accept}; communique judge reject {ids[4]} --note 'not in the report'").says(f"reject {ids[4]}")
    share = j.type(again)
    share.says("all", "0.800" if j.whole else "0.500").notes("seed 1, n 6, drawn")
    share.says("kind", "status", "UNJUDGED")


def _export(j: Journey) -> None:
    """CSV with codes that stay text, Parquet, and what was rejected left out of both."""
    j.type("communique export --format csv -o events.csv").notes("engagements written", "left out", "one side only")
    rows = list(csv.DictReader(j.read("events.csv").splitlines()))
    assert len(rows) > 20 and {"entry", "goldstein", "event_date", "reports", "quotes"} <= set(rows[0])
    assert all(len(row["cameo"]) >= 2 for row in rows)
    assert "rejected" not in {row["review"] for row in rows}
    j.type("communique export --format parquet -o events.parquet").notes("engagements written")
