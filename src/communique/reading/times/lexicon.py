"""The words of English time expressions, by class, and what they stand for.

A word may be in several classes ("second" is an ordinal and a unit): the grammar decides.
"""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon",
            "tuesday tuesdays tues tue",
            "wednesday wednesdays wed",
            "thursday thursdays thurs thur thu",
            "friday fridays fri",
            "saturday saturdays sat",
            "sunday sundays sun",
        ),
        start=1,
    )
    for name in names.split()
}
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
CARDINALS = {w: n for n, w in enumerate(_CARDINALS)} | {w: 20 + 10 * n for n, w in enumerate(_TENS)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
ORDINALS = {w: n for n, w in enumerate(_ORDINALS, start=1)} | {
    w[:-1] + "ieth": 20 + 10 * n for n, w in enumerate(_TENS)
}
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "WE",
    "fortnight": "W", "month": "M", "quarter": "Q", "season": "", "year": "Y", "decade": "E", "century": "C",
    "millennium": "L", "minutes": "TM", "seconds": "TS", "hours": "TH", "hrs": "TH", "days": "D",
    "nights": "D", "weeks": "W", "weekends": "WE", "fortnights": "W", "months": "M", "quarters": "Q",
    "years": "Y", "decades": "E", "centuries": "C", "millennia": "L",
}  # fmt: skip
DECADES = {w[:-1] + "ies": 10 * n for n, w in enumerate(_TENS, start=2)}
DAYPARTS = {
    "morning": "MO", "mornings": "MO", "dawn": "MO", "sunrise": "MO", "daybreak": "MO", "afternoon": "AF",
    "afternoons": "AF", "evening": "EV", "evenings": "EV", "dusk": "EV", "sunset": "EV", "nightfall": "EV",
    "night": "NI", "nights": "NI", "noon": "12:00", "midday": "12:00", "midnight": "24:00",
}  # fmt: skip
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "current": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "presently": "PRESENT_REF", "recently": "PAST_REF", "recent": "PAST_REF", "lately": "PAST_REF",
    "soon": "FUTURE_REF", "future": "FUTURE_REF",
    "past": "PAST_REF", "modern": "PRESENT_REF", "present": "PRESENT_REF",
}  # fmt: skip
SETS = {
    "daily": ("P1D", "XXXX-XX-XX"), "nightly": ("P1D", "XXXX-XX-XXTNI"), "weekly": ("P1W", "XXXX-WXX"),
    "monthly": ("P1M", "XXXX-XX"), "quarterly": ("P3M", "XXXX-QX"), "yearly": ("P1Y", "XXXX"),
    "annually": ("P1Y", "XXXX"), "hourly": ("PT1H", "PT1H"), "biweekly": ("P2W", "P2W"),
    "fortnightly": ("P2W", "P2W"),
}  # fmt: skip
HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26),
    ("new", "year", "'s", "eve"): (12, 31),
    ("new", "year", "'s", "day"): (1, 1),
    ("new", "year", "'s"): (1, 1),
    ("valentine", "'s", "day"): (2, 14),
    ("bastille", "day"): (7, 14),
    ("halloween",): (10, 31),
    ("armistice", "day"): (11, 11),
    ("veterans", "day"): (11, 11),
    ("may", "day"): (5, 1),
}
ZONES = {
    "gmt": "Z", "utc": "Z", "bst": "+01", "cet": "+01", "cest": "+02", "est": "-05", "edt": "-04",
    "cst": "-06", "cdt": "-05", "mst": "-07", "mdt": "-06", "pst": "-08", "pdt": "-07", "et": "",
    "pt": "", "ct": "",
}  # fmt: skip

CLASSES: dict[str, str] = {
    "MONTH": " ".join(MONTHS),
    "MABBR": " ".join(m for m in MONTHS if len(m) < 5 and m not in ("june", "july", "may")),
    "WDAY": " ".join(w for w in WEEKDAYS if not w.endswith("days")),
    "WABBR": " ".join(w for w in WEEKDAYS if len(w) < 6),
    "WDAYS": " ".join(w for w in WEEKDAYS if w.endswith("days")),
    "SEASON": "spring summer autumn fall winter",
    "CARD": " ".join([*CARDINALS, *SCALES]),
    "ORDW": " ".join(ORDINALS),
    "TENS": " ".join(_TENS),
    "UNIT1": (
        "second minute hour day night week fortnight month quarter year decade century millennium season weekend"
    ),
    "UNITS": " ".join(u for u in UNITS if u.endswith(("s", "ia"))),
    "BIGUNIT": "day week month quarter year decade century weekend fortnight",
    "NINETIES": " ".join(DECADES),
    "DAYPART": ("morning afternoon evening night dawn sunrise daybreak dusk sunset nightfall noon midday midnight"),
    "DAYPARTS": "mornings afternoons evenings nights",
    "SETWORD": " ".join(SETS),
    "ZONE": " ".join(ZONES),
    "REFWORD": "now currently nowadays presently recently lately soon",
    "LAST": "last past previous preceding prior latest",
    "NEXT": "next coming following upcoming succeeding subsequent",
    "EVERY": "every each",
    "PARTADJ": "early late mid",
    "PARTNOUN": "beginning start end middle close rest remainder opening turn outset",
    "ABOUT": "about around approximately roughly circa nearly almost some",
}
