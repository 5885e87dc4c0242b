"""The grammar of time expressions, as data: a table of patterns over tokens.

A pattern is a regular expression whose atoms are words of the lexicon (``ago``), shapes of
tokens (``YEAR``), word classes (``MONTH``) or macros defined here (``QUANT``); ``name=atom``
or ``name=(...)`` names a group, and trailing underscores mark a second place for the same
name (``day_`` is read as ``day``). The group ``span``, where there is one, is the expression
proper and the rest is context. Blanks are for reading only. The first column of a rule is
the name of the reader that interprets the match.
"""

from __future__ import annotations

MACROS: dict[str, str] = {
    "MON": "(MABBR DOT|MONTH)",
    "WD": "(WABBR DOT|WDAY)",
    "ORD": "(ORDN|TENS HY ORDW|ORDW)",
    "ANYDAY": "(DAYNUM|ORD)",
    "FIGDAY": "(DAYNUM|ORDN)",
    "SPOKEN": "((nineteen|eighteen|seventeen) (TENS (HY? CARD)?|CARD)|two thousand (and? CARD)?)",
    "ERAYEAR": "((NUM|DAYNUM|TWODIGIT|YEAR) (BC|AD)|AD (NUM|TWODIGIT|YEAR|DAYNUM))",
    "ANYYEAR": "(ERAYEAR|YEAR|SHORTYEAR|SPOKEN)",
    "TO": "(HY|DASH|to|until|till|through)",
    "MORE": "((HY|and)? CARD)",
    "CARDS": "(CARD MORE? MORE? MORE? MORE? MORE?)",
    "FIGURES": "(DAYNUM|TWODIGIT|NUM|YEAR|BIGNUM|DEC)",
    "NUMBER": "((FIGURES|CARDS|a (hundred|thousand|dozen)) (HY? FRAC|and (a|one HY) half)?)",
    "RANGENUM": "(NUMBER (HY|DASH|to|or) NUMBER)",
    "VAGUE": ("(((a|the) (very|good)?)? few|several|a couple of?|couple of|many|some|a number of|a half|half (a|an))"),
    "QUANT": "(RANGENUM|NUMBER|VAGUE)",
    "APX": (
        "((no|not) (more|less|fewer|later) than|(well|just|a little|only)? (more|less|fewer) "
        "than|(just|well)? (over|under)|at (least|most)|up to|just? ABOUT|close to|as "
        "(many|much|long|little) as|barely|just|only|another|an? additional|a "
        "(mere|full|further|whole))"
    ),
    "YR": "((of|in|COMMA)? (this|last|next|that|the same|the following|the previous|the next) year)",
    "MOD": ("((earlier|later|sometime|PARTADJ) (HY|in|on|of)? (the (very)?)?|the? (very)? PARTNOUN (of|to) the?)"),
    "DET": "(this (past|coming)|(the|its)? (LAST|NEXT|same|current)|this|that)",
    "HALFDAY": "(DAYPART|DAYPARTS)",
    "HOUR": (
        "(CLOCK AMPM?|(DAYNUM|DEC) AMPM|CARD AMPM|(DAYNUM|CARD) CLOCKWORD AMPM?|NUM ZONE|YEAR "
        "ZONE|noon|midnight|midday)"
    ),
}

RULES: tuple[tuple[str, str], ...] = (
    # Calendar dates.
    ("date", "(wd=WD COMMA?)? ((the? day_=ORD|day=DAYNUM) of?) month=MON COMMA? year=ANYYEAR"),
    ("date", "(wd=WD COMMA?)? month=MON the? day=ANYDAY (COMMA|COMMA? of)? year=ANYYEAR"),
    ("date", "(wd=WD COMMA?|det=(last|this|next))? month=MON the? day=ANYDAY rel=YR?"),
    ("date", "day=fourth of month=july rel=YR?"),
    ("date", "the unit=week of month=MON the? day=ANYDAY (COMMA? year=ANYYEAR)?"),
    ("date", "(wd=WD COMMA?)? (the? day_=ORDN|the day__=ORD of|day=DAYNUM) of? month=MON rel=YR?"),
    ("date", "mod=MOD? det=DET? month=MON (COMMA|of|in)? year=ANYYEAR"),
    ("date", "span=(mod=MOD? month=MON) (and|or|to|until|through) MOD? MON (DAYNUM COMMA)? year=ANYYEAR"),
    (
        "date",
        "span=(month=MON day=ANYDAY|day_=DAYNUM month_=MON) (and|or|to|until|through) (MON DAYNUM "
        "COMMA?|DAYNUM MON) year=ANYYEAR",
    ),
    ("date", "mod=MOD? det=DET? month=MON rel=YR?"),
    ("iso", "iso=ISO"),
    ("slash", "slash=SLASH"),
    ("days", "month=MON day=FIGDAY (TO|and) day2=FIGDAY (COMMA? year=ANYYEAR)?"),
    ("days", "day=FIGDAY (TO|and) day2=FIGDAY of? month=MON (COMMA? year=ANYYEAR)?"),
    ("days", "month=MON day=FIGDAY TO month2=MON day2=FIGDAY (COMMA? year=ANYYEAR)?"),
    ("days", "day=FIGDAY month=MON TO day2=FIGDAY month2=MON (COMMA? year=ANYYEAR)?"),
    ("days", "month=MON TO month2=MON of? year=ANYYEAR"),
    ("days", "between span=(month=MON and month2=MON of? year=ANYYEAR)"),
    ("days", "year=YEAR (HY|DASH) year2=(YEAR|TWODIGIT|DAYNUM)"),
    ("days", "year=(NUM|DAYNUM|TWODIGIT) era=BC? (HY|DASH|to) year2=(NUM|DAYNUM|TWODIGIT) era_=BC"),
    ("monthday", "on span=(the day=ORDN)"),
    ("ordinal", "the ord=(ORD|final) day"),
    # Weekdays.
    ("weekday", "(mod=PARTADJ|mod_=(earlier|later) on?|det=DET)? wd=WD HY? half=HALFDAY?"),
    ("weekday", "wd=WD of? rel=(last|next|this|that) week"),
    ("each", "wd=WDAYS HY? half=HALFDAY?"),
    ("each", "wd=WDAY half=DAYPARTS"),
    # Seasons, quarters, halves, years and longer.
    ("season", "span=(mod=MOD? the? season=SEASON) (and|or|to) MOD? the? SEASON (of|in)? year=YEAR"),
    (
        "season",
        "mod=MOD? (the|det=DET)? season=SEASON ((of|in|COMMA)? year=ANYYEAR|rel=YR|of rel_=that year)?",
    ),
    (
        "quarter",
        "mod=MOD? (the|det=(last|this|next))? fiscal? HY? ord=ORD fiscal? quarter ((of|in|COMMA)? "
        "fiscal? year=YEAR|rel=YR)?",
    ),
    ("quarter", "fiscal? HY? ord=ORD HY quarter ((of|in|COMMA)? fiscal? year=YEAR|rel=YR)?"),
    ("quarter", "the? (year=YEAR|rel=(this|last|next) year POSS) fiscal? (ord=ORDW HY?)? quarter"),
    ("quarter", "mod=MOD? (the|det=DET) fiscal? quarter"),
    (
        "half",
        "the? ord=(first|second|last|latter|latest) HY? half of (the? year=ANYYEAR|rel=(this|last|next|the) year)",
    ),
    ("period", "the? (year=YEAR|latest|rel=(this|last|next) year POSS) (fiscal year|period|quarter)"),
    (
        "period",
        "(the|a)? (comparable|corresponding|same)? rel=year HY (ago|earlier) (ord=ORDW HY?)? fiscal? "
        "unit=(quarter|period|month|year)",
    ),
    ("period", "rel=year HY (ago|earlier)"),
    (
        "period",
        "the (same|corresponding|comparable) unit=(period|quarter|month) rel=(last|a) (year (ago|earlier)?)",
    ),
    ("year", "(the? fiscal? year|fiscal|calendar) year=(YEAR|SPOKEN|ERAYEAR)"),
    ("year", "mod=MOD? year=(YEAR|SPOKEN|ERAYEAR)"),
    ("year", "mod=MOD year=SHORTYEAR"),
    ("decade", "(mod=MOD|the mod_=PARTADJ HY?|the)? decade=(DECADE|NINETIES)"),
    ("century", "(mod=MOD|the mod_=PARTADJ HY?|the)? ord=ORD HY? century era=(BC|AD)?"),
    # Units told by this, last, next ...
    (
        "unit",
        "mod=MOD? det=(the LAST|the NEXT|the same|the current|this "
        "(past|coming)?|that|LAST|NEXT|same|current) fiscal? unit=BIGUNIT",
    ),
    ("unit", "mod=MOD? det=(the) fiscal? unit=(year|month|quarter|week|weekend|decade|century)"),
    ("unit", "det=the full? unit=(day|year)"),
    ("ending", "unit=(year|month) (POSS|HY)? end"),
    (
        "holiday",
        "(christmas|new year POSS|boxing|valentine "
        "POSS|bastille|halloween|armistice|veterans|thanksgiving|easter) (eve|day|sunday|monday)? "
        "year=YEAR?",
    ),
    # Days and parts of days.
    (
        "day",
        "mod=(PARTADJ|earlier|later)? day=(today|yesterday|tomorrow|tonight|overnight) half=HALFDAY?",
    ),
    (
        "daypart",
        "mod=(PARTADJ|earlier|later)? det=(the (LAST|NEXT|same)|this|that|last|same|the) half=(HALFDAY|weekend)",
    ),
    ("daypart", "mod=PARTADJ HY? half=(morning|afternoon|evening|night)"),
    ("daypart", "(at|by|during|before|until) span=(half=(night|dawn|nightfall|dusk))"),
    ("clock", "apx=(about|around)? clock=HOUR zone=ZONE?"),
    # Stretches of time and what is reckoned from them.
    (
        "ago",
        "apx=APX? q=(QUANT|a|an|one) more? HY? unit=(UNIT1|UNITS) (or (so|more|two))? "
        "dir=(ago|earlier|later|previously|from now|back|hence)",
    ),
    ("ago", "unit=UNITS dir=(ago|earlier|later)"),
    (
        "duration",
        "apx=APX? (q=(QUANT|a|an) (more|full|further|additional)? "
        "(trading|business|working|consecutive|straight|HY)? unit=(UNIT1|UNITS)|the q_=(QUANT|a|an) "
        "(more|full|further|additional)? (trading|business|working)? unit_=UNITS) (and a half)? (or "
        "(so|more))? (HY? (long|old))?",
    ),
    ("duration", "unit=(hour|day|week|month|year|decade|century|UNITS) HY long"),
    (
        "duration",
        "apx=(at least|just|only)? (the|these|those|each of the)? "
        "det=(LAST|NEXT|first|final|recent|latest) q=QUANT? (trading|business|working)? unit=UNITS",
    ),
    ("duration", "the det=(LAST|NEXT|coming|recent|first) q=(QUANT|one) unit=(UNIT1|UNITS)"),
    (
        "duration",
        "the det=(LAST|NEXT|first|second|third|fourth|final) q=QUANT? unit=(BIGUNIT|UNITS) of (MON YEAR?|YEAR)",
    ),
    ("duration", "a? q=NUMBER HY? unit=UNIT1 (period|term|span)"),
    (
        "duration",
        "(for|in|within|after|of|over|just|only|these|those|the) "
        "span=(unit=(minutes|hours|days|weeks|months|years|decades|centuries))",
    ),
    ("duration", "the unit=(days|weeks|months|years|decades) (ahead|to come)"),
    ("duration", "span=(unit=(hours|days|weeks|months|years|decades|centuries)) (after|before|of|later)"),
    ("duration", "(a while|some time|quite some time|a (short|long) time)"),
    # Sets.
    (
        "each",
        "every=(EVERY|every other|each and every) (q=QUANT)? "
        "(unit=(UNIT1|UNITS)|wd=WDAY|month=MONTH|season=SEASON|half=DAYPART)",
    ),
    ("each", "setword=SETWORD"),
    ("each", "(once|twice|NUMBER times) (a|per|each|every) unit=UNIT1"),
    ("each", "per unit=BIGUNIT"),
    # Words for now, then and to come.
    (
        "reference",
        "(right now|word=REFWORD|word_=current|word__=recent (unit=UNITS)?|these days|at present|more recently)",
    ),
    ("reference", "the (near|distant|foreseeable)? word=(future|past)"),
    ("reference", "the? (near|short) HY? term"),
    ("reference", "(at|by|of|during|since|until|from) span=((the|that|this) time)"),
    ("reference", "the? word=(modern|present) HY? day"),
)
