"""From bytes to reports: files, pages and JSON Lines, each with its own text layer.

>>> report = report_from_text("PARIS (AFP) - France recalled its ambassador on Friday.")
>>> report.info.dateline, report.info.publisher
('PARIS', 'AFP')
"""

from __future__ import annotations

from communique.intake.report import Report, report_from_text
from communique.intake.sources import open_reports

__all__ = ["Report", "open_reports", "report_from_text"]
