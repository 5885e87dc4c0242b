"""Which appearances are one actor and which accounts one engagement: rules, their algebra, copies, contradictions."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ledger.resolution import actors, copies, engagements
from communique.ledger.resolution.contradictions import contradictions, current
from communique.ledger.resolution.likeness import Verdict
from communique.ledger.resolution.names import body_name, is_named, is_proper_group, keys, same_full_name
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile, summary
from communique.ledger.views import Account, ActorRef, Appearance, Aspect, Party, ReportRef
from communique.records import ActorKind, Evidence, Part, Place, Plover, Role, Status, When

_NUMBERS = count(1)
PERSON, BODY, STATE, GROUP = ActorKind.PERSON, ActorKind.BODY, ActorKind.STATE, ActorKind.GROUP


def report(day: str | None, id: str | None = None, group: str | None = None) -> ReportRef:
    """A report of a day, with an id of its own unless one is given."""
    id = id or f"r{next(_NUMBERS)}"
    return ReportRef(id, None, day, None, None, group or id)


def profile(
    name: str, country: str | None = None, *titles: str, kind: ActorKind = PERSON, day: str = "2018-08-06"
) -> Profile:
    """The profile of one appearance; a title that begins with "former " is one."""
    roles = tuple(
        Role(t.removeprefix("former "), Evidence(0, 0, ""), None, country, t.startswith("former ")) for t in titles
    )
    source = report(day)
    return Profile.of(Appearance(f"{source.id}/a1", source, kind, name, country, (), roles))


def verdict(a: Profile, b: Profile) -> Verdict:
    """What the comparison says; it must not depend on the order."""
    found = actors.compare(a, b).verdict
    assert actors.compare(b, a).verdict is found
    return found


class TestNames:
    """Forms of a name."""

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("Konstantin Kosachev", "Konstantin Kosachyov"),
            ("Konstantin Kosachev", "Константин Косачёв"),
            ("Volodymyr Zelensky", "Владимир Зеленский"),
            ("Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης"),
            ("Andreas Papandreou", "Ανδρέας Παπανδρέου"),
            ("Aleksandar Vucic", "Александар Вучић"),
            ("Aleksandar Vučić", "Александар Вучић"),
            ("Viktor Orbán", "Orban Viktor"),
            ("Moon Jae-in", "Moon Jae In"),
            ("Mohamed ElBaradei", "Mohammed El Baradei"),
            ("Bill Burns", "William J. Burns"),
            ("R. T. Erdoğan", "Recep Tayyip Erdogan"),
            ("Sen. Rand Paul", "Rand Paul"),
        ],
    )
    def test_forms_of_one_name(self, a: str, b: str) -> None:
        """Spellings, scripts, orders, nicknames and initials of one name meet, and share a key."""
        assert same_full_name(a, b)
        assert keys(profile(a)) & keys(profile(b))

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("Kim Jong Un", "Kim Jong Il"),
            ("Rand Paul", "Ron Paul"),
            ("Li Qiang", "Li Keqiang"),
            ("George W. Bush", "George H. W. Bush"),
            ("Maria Rossi", "Mario Rossi"),
            ("Charles II", "Charles III"),
        ],
    )
    def test_two_names(self, a: str, b: str) -> None:
        """Names that look alike are two."""
        assert not same_full_name(a, b)

    @pytest.mark.parametrize("text", ["American ambassador", "Kim’s Sister", "French host", "the president"])
    def test_descriptions_name_nobody(self, text: str) -> None:
        """A description has no key: nothing is ever joined by it."""
        assert not is_named(text)
        assert not keys(profile(text, "USA"))

    def test_groups_with_a_name_of_their_own(self) -> None:
        """ "Taliban" is a name, "Republican lawmakers" and "three senators" are not."""
        assert is_proper_group("Taliban")
        assert not is_proper_group("Republican lawmakers")
        assert not is_proper_group("three senators")

    def test_bodies_by_what_they_are(self) -> None:
        """A committee in either order of words, a parliament by its description, a ministry in two spellings."""
        one = body_name("Senate Foreign Relations Committee", "USA")
        assert one == body_name("U.S. Senate Committee on Foreign Relations", "USA")
        assert body_name("German parliament", None) == body_name("Bundestag", "DEU")
        assert body_name("Ministry of Defence", "IND") == body_name("Defense Ministry", "IND")
        assert body_name("Foreign Affairs Committee", "GBR") != body_name("Foreign Affairs Committee", "RUS")


class TestActors:
    """When two are one."""

    def test_full_name_and_country(self) -> None:
        """One full name in one country is one person, through all offices."""
        assert (
            verdict(profile("Marco Rubio", "USA", "senator"), profile("Marco Rubio", "USA", "secretary of state"))
            is Verdict.SAME
        )

    def test_namesakes_in_two_countries(self) -> None:
        """One full name in two countries is two persons."""
        assert verdict(profile("Jorge Rodríguez", "VEN"), profile("Jorge Rodriguez", "COL")) is not Verdict.SAME

    def test_surname_needs_an_office(self) -> None:
        """A surname of many alone is nobody's; with country and office in common it is."""
        assert verdict(profile("Kim", "PRK"), profile("Kim Jong Un", "PRK", "leader")) is Verdict.UNSURE
        assert verdict(profile("Kim", "PRK", "leader"), profile("Kim Jong Un", "PRK", "leader")) is Verdict.SAME

    def test_office_of_another_time(self) -> None:
        """The president of 1996 is not the president of 2011 because both are called Assad."""
        old, new = (
            profile("Assad", "SYR", "president", day="1996-12-12"),
            profile("Bashar al-Assad", "SYR", "president", day="2011-03-30"),
        )
        assert verdict(old, new) is not Verdict.SAME

    def test_bodies_of_two_countries(self) -> None:
        """A foreign ministry is one country's."""
        a, b = profile("foreign ministry", "RUS", kind=BODY), profile("foreign ministry", "CHN", kind=BODY)
        assert verdict(a, b) is Verdict.DIFFERENT
        assert verdict(a, profile("Ministry of Foreign Affairs", "RUS", kind=BODY)) is Verdict.SAME

    def test_body_of_no_country(self) -> None:
        """Whose foreign ministry it is, if it is not said, is not guessed."""
        assert (
            verdict(profile("foreign ministry", kind=BODY), profile("foreign ministry", "RUS", kind=BODY))
            is Verdict.UNSURE
        )

    def test_states_by_country(self) -> None:
        """A state is one under all its names."""
        assert (
            verdict(profile("Russia", "RUS", kind=STATE), profile("Russian Federation", "RUS", kind=STATE))
            is Verdict.SAME
        )

    def test_groups_without_a_name(self) -> None:
        """Lawmakers in two reports are not the same lawmakers."""
        a, b = (profile("Republican lawmakers", "USA", kind=GROUP) for _ in range(2))
        assert verdict(a, b) is not Verdict.SAME

    def test_several_that_fit_a_surname_are_none(self) -> None:
        """ "Rodríguez" is neither of two."""
        candidates = [
            ("x", profile("Jorge Rodríguez", "VEN", "minister")),
            ("y", profile("Héctor Rodríguez", "VEN", "minister")),
        ]
        assert actors.choose(profile("Rodríguez", "VEN", "minister"), candidates)[0] is None
        assert actors.choose(profile("Rodríguez", "VEN", "minister"), candidates[:1])[0] == "x"

    def test_why_is_told(self) -> None:
        """A choice says what decided it."""
        found, why = actors.choose(
            profile("Angela Merkel", "DEU"), [("m", profile("Angela Merkel", "DEU", "chancellor"))]
        )
        assert found == "m"
        assert "Angela Merkel" in why


NAMES = ("Kim Jong Un", "Kim", "Kim Yo Jong", "Ri Yong Ho", "Donald Trump", "Trump", "Ivanka Trump", "Park Jin")
PROFILES = st.builds(
    profile,
    st.sampled_from(NAMES),
    st.sampled_from([None, "PRK", "USA", "KOR"]),
    st.sampled_from(["leader", "president", "foreign minister"]),
    day=st.sampled_from(["2017-01-20", "2018-06-12", "2022-03-01"]),
)


class TestAlgebra:
    """What must hold whatever the profiles are."""

    @given(PROFILES, PROFILES, PROFILES)
    def test_joining_profiles(self, a: Profile, b: Profile, c: Profile) -> None:
        """The order of joining does not matter, and the row form gives the same back."""
        assert a.joined(b) == b.joined(a)
        assert a.joined(b).joined(c) == a.joined(b.joined(c))
        assert Profile.from_json(a.joined(b).to_json()) == a.joined(b)

    @settings(max_examples=300)
    @given(PROFILES, PROFILES)
    def test_comparison_has_no_sides(self, a: Profile, b: Profile) -> None:
        """Whether two are one does not depend on which is asked about which."""
        one, other = actors.compare(a, b), actors.compare(b, a)
        assert (one.verdict, one.score) == (other.verdict, other.score)

    @settings(max_examples=60)
    @given(st.lists(PROFILES, min_size=1, max_size=7), st.randoms())
    def test_partition_does_not_depend_on_order(self, profiles: list[Profile], random: Any) -> None:
        """Groups are the same however the profiles are handed over, and each id is in one."""
        items = [(f"i{n}", p) for n, p in enumerate(profiles)]
        groups = actors.partition(items)
        random.shuffle(items)
        assert actors.partition(items) == groups
        assert sorted(id for g in groups for id in g) == sorted(id for id, _ in items)

    @settings(max_examples=60)
    @given(st.lists(PROFILES, min_size=3, max_size=7))
    def test_partition_obeys_people(self, profiles: list[Profile]) -> None:
        """What people called the same is together, what they called different is apart."""
        items = [(f"i{n}", p) for n, p in enumerate(profiles)]
        groups = actors.partition(items, same=[("i0", "i1")], different=[("i1", "i2")])
        (of,) = (g for g in groups if "i0" in g)
        assert "i1" in of
        assert "i2" not in of


TRUMP = ActorRef("A-t", PERSON, "Donald Trump", "USA")
KIM = ActorRef("A-k", PERSON, "Kim Jong Un", "PRK")
USA = ActorRef("A-u", STATE, "United States", "USA")
SINGAPORE = Place("Singapore", "SGP", 1.29, 103.85)
HANOI = Place("Hanoi", "VNM", 21.03, 105.85)


def account(
    status: Status = Status.HELD,
    time: str | None = None,
    day: str = "2018-06-12",
    *,
    kind: str = "meeting",
    parties: tuple[tuple[ActorRef, Part], ...] = ((TRUMP, Part.ATTENDEE), (KIM, Part.ATTENDEE)),
    place: Place | None = None,
    source: ReportRef | None = None,
) -> Account:
    """An account of a meeting of Trump and Kim, unless it is said otherwise."""
    source = source or report(day)
    return Account(
        f"{source.id}/e{next(_NUMBERS)}", source, kind, status, tuple(Party(a, p) for a, p in parties),
        Plover("CONSULT"), "040", (Evidence(0, 3, "met"),), 0.9, "", time=When(time) if time else None, place=place,
    )  # fmt: skip


def together(a: Account, b: Account) -> Verdict:
    """What the comparison says of two accounts; it must not depend on the order."""
    one, other = Outline.of(a), Outline.of(b)
    found = engagements.compare(one, other).verdict
    assert engagements.compare(other, one).verdict is found
    if found is Verdict.SAME:
        assert engagements.keys(one) & engagements.keys(other)
    return found


class TestEngagements:
    """When two accounts tell one engagement."""

    def test_plan_and_keeping(self) -> None:
        """A plan whose day drifts, is called off, and is kept after all is one with the deed."""
        plan = account(Status.PLANNED, "../2018-05", "2018-03-09")
        fixed = account(Status.PLANNED, "2018-06-12", "2018-05-10", place=SINGAPORE)
        off = account(Status.CANCELLED, "2018-06-12", "2018-05-24", place=SINGAPORE)
        held = account(Status.HELD, "2018-06-12", "2018-06-12", place=SINGAPORE)
        for a, b in ((plan, fixed), (fixed, off), (off, held), (fixed, held)):
            assert together(a, b) is Verdict.SAME

    def test_next_meeting_is_another(self) -> None:
        """The same two in another place in the next year."""
        assert (
            together(
                account(time="2018-06-12", place=SINGAPORE), account(time="2019-02-27", day="2019-02-27", place=HANOI)
            )
            is Verdict.DIFFERENT
        )

    def test_coarse_and_fine_time(self) -> None:
        """A month that contains the day."""
        assert together(account(time="2018-06"), account(time="2018-06-12")) is Verdict.SAME

    def test_undated_only_near(self) -> None:
        """Without a time, reports of one week tell one meeting, reports of two years do not."""
        assert together(account(day="2018-06-12"), account(day="2018-06-14")) is Verdict.SAME
        assert together(account(day="2018-06-12"), account(day="2020-06-12")) is not Verdict.SAME

    def test_one_report_tells_apart(self) -> None:
        """Two accounts of one report are two engagements, whatever they say."""
        source = report("2018-06-12")
        assert together(account(source=source), account(source=source)) is Verdict.DIFFERENT

    def test_one_party_is_too_little(self) -> None:
        """ "Trump met" somebody is not the meeting with Kim."""
        assert together(account(parties=((TRUMP, Part.ATTENDEE),)), account()) is not Verdict.SAME

    def test_a_state_stands_for_its_leader(self) -> None:
        """ "The United States and Kim" is Trump and Kim."""
        assert (
            together(
                account(time="2018-06-12", parties=((USA, Part.ATTENDEE), (KIM, Part.ATTENDEE))),
                account(time="2018-06-12"),
            )
            is Verdict.SAME
        )

    def test_return_visit(self) -> None:
        """Who travels and who receives tells two visits apart."""
        there = ((TRUMP, Part.GUEST), (KIM, Part.HOST))
        back = ((KIM, Part.GUEST), (TRUMP, Part.HOST))
        assert (
            together(
                account(kind="visit", time="2018-09", parties=there),
                account(kind="visit", time="2018-09", parties=back),
            )
            is Verdict.DIFFERENT
        )

    def test_acts_of_speech_are_of_a_day(self) -> None:
        """Two rebukes of one by the other a week apart are two."""
        rebuke = ((TRUMP, Part.INITIATOR), (KIM, Part.RECIPIENT))
        a = account(kind="criticism", time="2018-01-02", day="2018-01-02", parties=rebuke)
        assert (
            together(a, account(kind="criticism", time="2018-01-09", day="2018-01-09", parties=rebuke))
            is Verdict.DIFFERENT
        )
        assert (
            together(a, account(kind="criticism", time="2018-01-02", day="2018-01-03", parties=rebuke)) is Verdict.SAME
        )

    def test_outline_survives_its_row(self) -> None:
        """An outline of many accounts is the same after the store had it, in whatever order they came."""
        a, b = Outline.of(account(time="2018-06-12", place=SINGAPORE)), Outline.of(account(Status.PLANNED, "2018-06"))
        assert a.joined(b) == b.joined(a)
        assert Outline.from_json(a.joined(b).to_json()) == a.joined(b)


class TestCurrent:
    """What an entry says, and its contradictions."""

    def test_latest_word(self) -> None:
        """Called off after a plan is called off; held after all is held."""
        plan, off = account(Status.PLANNED, "2018-06-12", "2018-05-10"), account(Status.CANCELLED, None, "2018-05-24")
        held = account(Status.HELD, "2018-06-12", "2018-06-12", place=SINGAPORE)
        assert current([plan, off]).status is Status.CANCELLED
        assert current([held, plan, off]).status is Status.HELD
        assert current([held, plan, off]).place == SINGAPORE
        assert contradictions([plan, off, held]) == ()

    def test_more_exact_time(self) -> None:
        """A day within the month that the latest report gives."""
        assert (
            current([account(time="2018-06-12", day="2018-06-12"), account(time="2018-06", day="2018-07-01")]).time
            == "2018-06-12"
        )

    def test_held_and_denied(self) -> None:
        """One says it was held, another denies it: both are shown."""
        (found,) = contradictions([account(), account(Status.DENIED, None, "2018-06-13")])
        assert found.aspect is Aspect.STATUS
        assert [v for v, _ in found.values] == ["held", "denied"]

    def test_two_days_and_two_places(self) -> None:
        """Held on two days in two countries: each is shown with who says it."""
        a, b = account(time="2018-06-12", place=SINGAPORE), account(time="2018-06-13", place=HANOI)
        assert {c.aspect for c in contradictions([a, b])} == {Aspect.TIME, Aspect.PLACE}
        assert contradictions([account(time="2018-06"), account(time="2018-06-12")]) == ()

    def test_sources_raise_confidence(self) -> None:
        """A second source makes it surer, a copy of the first does not."""
        one = account(source=report("2018-06-12", group="g"))
        copy = account(source=report("2018-06-12", group="g"))
        assert current([one, copy]).confidence == current([one]).confidence < current([one, account()]).confidence


TEXT = (
    "The speaker of the upper house arrived in Riga on Monday for talks with her Latvian counterpart, the first such "
    "visit in nine years. The two agreed to restart a joint committee that had not met since 2015, and the guest "
    "invited a delegation to come in spring. Officials of both chambers said that a date would be fixed by letter. "
    "The government in the capital has long asked for closer ties, and opposition members welcomed the trip too. "
) * 2


class TestCopies:
    """Near-duplicates."""

    def test_copy_with_cuts_and_other_marks(self) -> None:
        """A copy without its last sentences, with straight marks and another title, is one; the keys find it."""
        copy = "Speaker in Riga\n\n" + TEXT[:650].replace("’", "'").upper()
        a, b = copies.signature(TEXT), copies.signature(copy)
        assert copies.is_copy(a, b)
        assert set(copies.bands(a)) & set(copies.bands(b))

    def test_same_quotation_is_no_copy(self) -> None:
        """Another report that quotes a sentence of it is none."""
        other = " ".join(f"Something else happened on day {n} in town {n * 7}." for n in range(40)) + TEXT[:120]
        assert not copies.is_copy(copies.signature(TEXT), copies.signature(other))

    def test_signature_is_the_same_everywhere(self) -> None:
        """The signature of a text is fixed: stored ones must be comparable with those of other machines."""
        assert copies.signature(TEXT) == copies.signature(TEXT)
        assert copies.signature("a b c d e f g")[:20].hex() == SIGNED
        assert copies.bands(copies.signature("")) == []
        long = " ".join(f"word{n}" for n in range(10_000))
        assert [hashlib.sha256(copies.signature(text)).hexdigest() for text in (TEXT, long)] == BY_DATASKETCH


SIGNED = "030000003b2fce2df0f29d8ab125a747d08e1973"
BY_DATASKETCH = [
    "a69cd5b37a60e2e89078e6eec6e4c8c3e98acfa63a950e4d6a92cd9882492e4c",
    "14b26c0842972c39a741573c673191624bcb161e308961619013ccc3f3f641a9",
]
"""Hashes of the signatures that datasketch 2.0.0 made, which the ledgers of earlier versions have."""


def test_summary_shows_the_fullest_usual_name() -> None:
    """What is shown of many appearances: the full name before the surname, countries and offices with their days."""
    whole = profile("Trump", "USA", "president", day="2017-02-01").joined(
        profile("Donald Trump", "USA", "president", day="2019-02-01")
    )
    shown = summary(whole)
    assert (shown.name, shown.country) == ("Donald Trump", "USA")
    assert [(o.title, o.first, o.last) for o in shown.offices] == [("president", "2017-02-01", "2019-02-01")]
