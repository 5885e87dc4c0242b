"""Time expressions of English news text: found, and resolved to EDTF and TIMEX3."""

from communique.reading.times.find import find_times

__all__ = ["find_times"]
