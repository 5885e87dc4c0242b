"""Time expressions: what is found, how it is resolved, and what is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.times import find_times
from communique.reading.times.dateline import dateline
from communique.reading.times.dates import movable
from communique.reading.times.edtf_values import Grain, Point, span_edtf
from communique.reading.times.grammar import compile_pattern
from communique.reading.times.numbers import count, ordinal, year
from communique.records import Span, TimeMention

MONDAY = date(2018, 8, 6)
THURSDAY = date(2018, 8, 9)


def only(text: str, published: date | None = MONDAY) -> TimeMention:
    """The one expression of a text."""
    mentions = find_times(text, published)
    assert len(mentions) == 1, mentions
    return mentions[0]


def edtfs(text: str, published: date | None = MONDAY) -> list[tuple[str, str | None]]:
    """Words and EDTF of every expression of a text."""
    return [(m.text, m.edtf) for m in find_times(text, published)]


@pytest.mark.parametrize(
    "words",
    [
        "6 August 2018", "6th August 2018", "the 6th of August, 2018", "August 6, 2018", "August 6th, 2018",
        "Aug. 6, 2018", "Aug 6 2018", "Monday, August 6, 2018", "Monday 6 August 2018", "2018-08-06",
    ],
)  # fmt: skip
def test_full_dates_in_every_order(words: str) -> None:
    """A full date is found whole and resolved without a publication date."""
    mention = only(f"The envoys met on {words} in Oslo.", None)
    assert (mention.text, mention.edtf, mention.value) == (words, "2018-08-06", "2018-08-06")


def test_slashed_date_is_resolved_only_if_one_order_fits() -> None:
    """8/6 may be August or June; 8/16 is August."""
    assert edtfs("from 8/6/2018 to 8/16/2018") == [("8/6/2018", None), ("8/16/2018", "2018-08-16")]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("14.03.2019", "2019-03-14"), ("4.3.2019", "2019-03-04"), ("14-03-2019", "2019-03-14"),
        ("3-14-2019", "2019-03-14"), ("2019/3/14", "2019-03-14"),
        ("2019.03.04", "2019-03-04"), ("2019-3-4", "2019-03-04"),
        ("3-4-2019", None),
    ],
)  # fmt: skip
def test_dates_in_figures(words: str, edtf: str | None) -> None:
    """A year comes first or last; dots put the day first; two orders that fit leave it open."""
    assert edtfs(f"The envoys met on {words} in Oslo.", None) == [(words, edtf)]


@pytest.mark.parametrize("words", ["30.02.2019", "14-03/2019", "10.0.1.12", "ST/9-14/19", "14.03.20191"])
def test_figures_that_are_no_date(words: str) -> None:
    """What is no day of the calendar, or has its parts joined in two ways, gives no day."""
    assert not any(len(edtf or "") == 10 for _, edtf in edtfs(f"See paper {words} on it.", None))


@pytest.mark.parametrize(
    ("sentence", "published", "edtf"),
    [
        ("She met him on Monday.", MONDAY, "2018-08-06"),
        ("She met him on Friday.", MONDAY, "2018-08-03"),
        ("She will meet him on Monday.", THURSDAY, "2018-08-13"),
        ("She met him last Monday.", MONDAY, "2018-07-30"),
        ("She sees him next Monday.", MONDAY, "2018-08-13"),
        ("The talks could begin as early as Tuesday.", MONDAY, "2018-08-07/.."),
        ("He arrived on Wednesday of last week.", MONDAY, "2018-08-01"),
    ],
)
def test_weekdays(sentence: str, published: date, edtf: str) -> None:
    """A weekday is the last one (today included) of a past deed, the next one of a plan."""
    assert only(sentence, published).edtf == edtf


@pytest.mark.parametrize(
    ("sentence", "edtf", "value"),
    [
        ("They met in July.", "2018-07", "2018-07"),
        ("They met last July.", "2018-07", "2018-07"),
        ("They met last November.", "2017-11", "2017-11"),
        ("They will meet in December.", "2018-12", "2018-12"),
        ("They will meet in March.", "2019-03", "2019-03"),
        ("They met on Dec. 12.", "2017-12-12", "2017-12-12"),
        ("A round is planned for Oct. 3.", "2018-10-03", "2018-10-03"),
        ("It opened in early July.", "2018-07~", "2018-07"),
        ("It closed at the end of July.", "2018-07-31~", "2018-07"),
        ("It could happen as early as this fall.", "2018-23/..", "2018-FA"),
        ("He wrote it in the winter of 2015.", "2015-24", "2015-WI"),
        ("Trade fell in the third quarter of 2016.", "2016-35", "2016-Q3"),
        ("Trade fell in the second half of 2016.", "2016-41", "2016-H2"),
        ("It began in the 1990s.", "199X", "199"),
        ("It began in the late 90s.", "199X", "199"),
        ("It began in the 19th century.", "18XX", "18"),
        ("It has lasted since 2014.", "2014", "2014"),
        ("It began in nineteen ninety-four.", "1994", "1994"),
        ("The city fell in 479 BC.", "-0478", "BC0479"),
    ],
)
def test_months_seasons_and_years(sentence: str, edtf: str, value: str) -> None:
    """Units without a year take the one that the tense and the publication date ask for."""
    mention = only(sentence)
    assert (mention.edtf, mention.value) == (edtf, value)


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("He left yesterday.", "2018-08-05"),
        ("He leaves tomorrow morning.", "2018-08-07"),
        ("They met two weeks ago.", "2018-07-23/2018-07-29"),
        ("They met four days ago.", "2018-08-02"),
        ("They met over the weekend.", "2018-08-04/2018-08-05"),
        ("They met last week.", "2018-07-30/2018-08-05"),
        ("They met last year.", "2017"),
        ("They met earlier this month.", "2018-08-01/2018-08-06"),
        ("They will meet later this year.", "2018-08-06/2018-12-31"),
        ("They have met for the past three years.", "2015-08/2018-08"),
        ("They will meet over the next two weeks.", "2018-08-06/2018-08-20"),
        ("They will meet in two weeks.", "2018-08-20~"),
        ("It will be the first visit in two years.", None),
        ("They must agree by the end of the year.", "../2018"),
        ("They must agree before 2020.", "../2020"),
        ("The rule holds from 2019 onwards.", "2019/.."),
    ],
)
def test_relative_expressions(sentence: str, edtf: str | None) -> None:
    """Expressions told from now are resolved from the publication date; open ends stay open."""
    assert only(sentence).edtf == edtf


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Oct. 3-4, 2018", "2018-10-03/2018-10-04"),
        ("3 to 5 October 2018", "2018-10-03/2018-10-05"),
        ("March 30-April 2, 2017", "2017-03-30/2017-04-02"),
        ("May 9 – June 1, 2017", "2017-05-09/2017-06-01"),
        ("1914-18", "1914/1918"),
    ],
)
def test_ranges_are_one_interval(words: str, edtf: str) -> None:
    """A stretch with two ends is one expression."""
    mention = only(f"The summit ({words}) was long.")
    assert (mention.text, mention.edtf) == (words, edtf)


def test_between_two_months() -> None:
    """The year at the end is the year of both."""
    assert edtfs("It fell between May and July 2017.") == [("May and July 2017", "2017-05/2017-07")]


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "value", "mod"),
    [
        ("the first trip in nearly three years", "nearly three years", "DURATION", "P3Y", "LESS_THAN"),
        ("it came just weeks after the vote", "weeks", "DURATION", "PXW", None),
        ("during the hour-long meeting", "hour-long", "DURATION", "PT1H", None),
        ("a visit of two and a half years", "two and a half years", "DURATION", "P2Y6M", None),
        ("they talk every Monday", "every Monday", "SET", "XXXX-WXX-1", None),
        ("a report is sent annually", "annually", "SET", "XXXX", None),
        ("he is currently away", "currently", "DATE", "PRESENT_REF", None),
        ("he was recently there", "recently", "DATE", "PAST_REF", None),
        ("he left last night", "last night", "TIME", "2018-08-05TNI", None),
        ("he left on Monday night", "Monday night", "TIME", "2018-08-06TNI", None),
        ("it is due at 1430 GMT on 9 August", "1430 GMT on 9 August", "TIME", "2018-08-09T14:30Z", None),
        ("it met at 10 a.m. EST Friday", "10 a.m. EST Friday", "TIME", "2018-08-03T10:00-05", None),
        ("it begins at noon tomorrow", "noon tomorrow", "TIME", "2018-08-07T12:00", None),
        ("it ends at midnight today", "midnight today", "TIME", "2018-08-06T24:00", None),
    ],
)
def test_durations_sets_and_times_of_day(sentence: str, text: str, kind: str, value: str, mod: str | None) -> None:
    """Type, value and mod follow TimeML."""
    mention = only(sentence)
    assert (mention.text, mention.type, mention.value, mention.mod) == (text, kind, value, mod)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministers may meet in Vienna.",
        "Theresa May met the chancellor. May said it was good.",
        "A second envoy, the Second Secretary, will march to the palace.",
        "March with us, they cried, and spring to arms; prices fall.",
        "The Sun reported it.",
        "An august body heard August Wilson and April Jones.",
        "The fall of the city was a shock.",
        "About 2000 soldiers and 1990 people paid $1998.",
        "He is 48 years old, and has a 12-year-old son.",
        "Resolution 1973 was adopted.",
        "Jan Novak spoke.",
    ],
)
def test_words_that_are_no_times(sentence: str) -> None:
    """Verbs, names, ages and amounts are left alone."""
    assert find_times(sentence, MONDAY) == ()


def test_following_days_are_told_from_the_date_before() -> None:
    """ "The following day" belongs to the date told, not to the publication."""
    text = "They met on 4 May 2017. The following day they signed; three days later they left."
    assert [e for _, e in edtfs(text)] == ["2017-05-04", "2017-05-05", "2017-05-08"]


def test_year_is_carried_in_reports_without_date() -> None:
    """A month without a year has that of the date before it; what is told from now stays open."""
    text = "In July 2017 he left; in August he came back. Today he rests."
    assert edtfs(text, None) == [("July 2017", "2017-07"), ("August", "2017-08"), ("Today", None)]


@pytest.mark.parametrize("words", ["on Monday", "in July", "last week", "two days ago", "this fall", "tonight"])
def test_never_silently_the_publication_date(words: str) -> None:
    """Without a publication date nothing told from it is resolved."""
    assert [m.edtf for m in find_times(f"They met {words}.", None)] == [None]


def test_a_time_of_day_takes_the_day_told_before_it_or_none() -> None:
    """The day of "at noon" is never silently that of the publication."""
    assert edtfs("He left at noon.") == [("noon", None)]
    assert edtfs("On Friday he left Oslo at noon.") == [("Friday", "2018-08-03"), ("noon", "2018-08-03")]


def test_dateline_stands_in_for_the_publication_date() -> None:
    """A full dateline is the report's own date; a date in a sentence is not."""
    assert only("They met on Monday.", dateline("MOSCOW, August 6, 2018 (Reuters) - They met.")).edtf == "2018-08-06"
    assert dateline("A title\n\nPublished: 6 August 2018\n\nThey met.") == MONDAY
    assert dateline("They met in Moscow on August 6, 2018, and left.") is None
    assert dateline("6 August 2018\n\n7 August 2018\n\nThey met.") is None


def test_direction_of_the_caller_wins() -> None:
    """The tense of the clause, where the caller knows it, decides."""
    text = "The delegation, on Friday, ..."
    told = {"past": "2018-08-03", "future": "2018-08-10"}
    for word, edtf in told.items():
        calls: list[str] = []

        def tell(start: int, end: int, word: str = word, calls: list[str] = calls) -> str:
            calls.append(text[start:end])
            return word

        assert find_times(text, MONDAY, direction=tell)[0].edtf == edtf
        assert set(calls) == {"Friday"}


def test_spans_bound_the_search() -> None:
    """Only the given stretches are read, and nothing crosses their bounds."""
    text = "May 3, 2017 and June 4, 2017"
    spans = (Span(0, 11), Span(16, len(text)))
    assert [m.text for m in find_times(text, None, spans=spans)] == ["May 3, 2017", "June 4, 2017"]
    assert [m.text for m in find_times(text, None, spans=(Span(0, 6),))] == ["May 3"]


def test_feast_days_that_move() -> None:
    """Easter and Thanksgiving are computed."""
    assert movable(("easter",), 2018) == date(2018, 4, 1)
    assert movable(("easter", "monday"), 2024) == date(2024, 4, 1)
    assert movable(("thanksgiving",), 2018) == date(2018, 11, 22)


def test_numbers_in_words() -> None:
    """Counts, ordinals and years are read from words and figures."""
    assert count("two hundred and ten".split()) == 210
    assert count("2 1/2".split()) == 2.5
    assert ordinal("twenty - first") == 21
    assert year(["two", "thousand", "five"]) == 2005
    assert year(["'98"], pivot=2018) == 1998


def test_grammar_rejects_unknown_words_of_a_pattern() -> None:
    """A misspelt class name in the table is an error, not a pattern that never matches."""
    with pytest.raises(KeyError):
        compile_pattern("day=DAYNUMBER MONTH")


def test_points_do_arithmetic_over_year_bounds() -> None:
    """Units shift over years; intervals use days where EDTF allows no unit."""
    assert Point(Grain.MONTH, 2018, 12).shift(1) == Point(Grain.MONTH, 2019, 1)
    assert Point(Grain.SEASON, 2018, 24).shift(1) == Point(Grain.SEASON, 2019, 21)
    assert span_edtf(Point(Grain.QUARTER, 2018, 3), None) == "2018-07-01/.."
    assert Point(Grain.YEAR, -478).value() == "BC0479"


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(list(Grain)))
def test_every_unit_holds_its_day(day: date, grain: Grain) -> None:
    """The unit of a day begins no later and ends no earlier (a weekend may follow it)."""
    point = Point.of(day, grain)
    first, last = point.first(), point.last()
    if grain is not Grain.WEEKEND and first and last:
        assert first <= day <= last
    if grain not in (Grain.WEEK, Grain.WEEKEND) and day.year >= 1000:
        parse_edtf(point.edtf())


_WORDS = st.sampled_from(
    "the a last next this of in on at to and two 3 1998 2018 '98 May March fall Monday week weeks year "
    "years day early late ago later first second quarter 10 p.m. noon - , . every since by 5th half BC "
    "century 1990s Easter".split()
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), st.lists(_WORDS, max_size=12).map(" ".join)),
    st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_any_text_is_read_without_error(text: str, published: date | None) -> None:
    """Mentions slice the text, come in order, do not overlap, are valid EDTF and the same every time."""
    mentions = find_times(text, published)
    assert mentions == find_times(text, published)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        if mention.edtf is not None:
            parse_edtf(mention.edtf)


def test_today_is_the_publication_date_all_year() -> None:
    """Every day of a leap year has a today, a yesterday and a last week."""
    for offset in range(366):
        day = date(2020, 1, 1) + timedelta(days=offset)
        today, yesterday = find_times("Today, not yesterday.", day)
        assert today.edtf == day.isoformat()
        assert yesterday.edtf == (day - timedelta(days=1)).isoformat()
