"""Country names, adjectives, peoples, states and party tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading import tables
from communique.reading.known.countries import (
    countries_for,
    countries_in,
    country_of,
    demonym_country,
    party_tags,
    plural,
    region_of,
)

ISO_3166_1 = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
    BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
    FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
    HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
    LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
    PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
    SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
""".split()


def said(text: str) -> list[tuple[str, str]]:
    """The words and codes that ``countries_in`` finds."""
    return [(text[start:end], code) for start, end, code in countries_in(text)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the U.S.", "USA"),
        ("US", "USA"),
        ("America", "USA"),
        ("Russian Federation", "RUS"),
        ("Russia\u2019s", "RUS"),
        ("Britain", "GBR"),
        ("DPRK", "PRK"),
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Czechia", "CZE"),
        ("Holland", "NLD"),
        ("Taiwan", "TWN"),
        ("Kosovo", "XKX"),
        ("Palestine", "PSE"),
        ("Soviet Union", "SUN"),
        ("Yugoslavia", "YUG"),
        ("UKRAINE", "UKR"),
        ("DR Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Guinea-Bissau", "GNB"),
        ("Martinique", "MTQ"),
    ],
)
def test_names_of_countries(name: str, code: str) -> None:
    """News names, formal names, former states and possessives give their code."""
    assert country_of(name) == code


def test_every_code_of_iso_3166_1_has_a_name() -> None:
    """All 249 codes are there, and each name, as it is and in capitals, resolves to its own."""
    table = tables.load("demonyms")["country"]
    assert len(ISO_3166_1) == 249 and set(ISO_3166_1) <= set(table)
    for code, row in table.items():
        for name in row["names"]:
            assert country_of(name) == code, name
    assert all(code in tables.load("regions")["country"] for code in ISO_3166_1)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the French Republic", "FRA"),
        ("Hashemite Kingdom of Jordan", "JOR"),
        ("the Hellenic Republic", "GRC"),
        ("Lao PDR", "LAO"),
        ("Islamic Emirate of Afghanistan", "AFG"),
        ("Swiss Confederation", "CHE"),
        ("REPUBLIC OF KOREA", "KOR"),
        ("Svalbard", "SJM"),
        ("Jersey", "JEY"),
    ],
)
def test_formal_names(name: str, code: str) -> None:
    """Formal names of states and names of territories are known."""
    assert country_of(name) == code


def test_jersey_is_the_island_only_alone() -> None:
    """New Jersey is the state, and its towns and people called Jersey are no island."""
    found = said("They left New Jersey for Jersey City, and Jersey Smith for Jersey.")
    assert found == [("New Jersey", "USA"), ("Jersey", "JEY")]


@pytest.mark.parametrize(
    "name",
    [
        "us",
        "turkey",
        "Congo",
        "Korea",
        "European Union",
        "Kentucky",
        "Moscow",
        "London",
        "Russian",
        "",
        "it",
        "IT",
    ],
)
def test_what_names_no_country(name: str) -> None:
    """Pronouns, cities, states, adjectives, unions and names that could be two give none."""
    assert country_of(name) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Russians", "RUS"),
        ("British", "GBR"),
        ("Britons", "GBR"),
        ("the Dutch", "NLD"),
        ("Swiss", "CHE"),
        ("Filipinos", "PHL"),
        ("Frenchmen", "FRA"),
        ("Germans", "DEU"),
        ("polish", None),
        ("Korean", None),
        ("South Korean", "KOR"),
    ],
)
def test_demonyms(word: str, code: str | None) -> None:
    """Adjectives and peoples count only with a capital, and not where they could be two."""
    assert demonym_country(word) == code


def test_plurals_of_peoples() -> None:
    """Plurals follow the kind of noun."""
    assert [plural(n) for n in ("Turk", "Irishman", "German", "Chinese", "Czech", "Danish")] == [
        "Turks",
        "Irishmen",
        "Germans",
        "Chinese",
        "Czechs",
        "Danish",
    ]


def test_all_readings_of_a_form() -> None:
    """Ambiguous forms give every country, a usual one first; unknown ones give none."""
    assert countries_for("Georgia") == ("GEO", "USA")
    assert countries_for("the Congo") == ("COD", "COG")
    assert countries_for("teapot") == ()


def test_duals_give_both() -> None:
    """Hyphenated pairs and combining forms give both countries, with offsets of each part."""
    assert said("U.S.-Russian talks and Sino-Indian trade") == [
        ("U.S.", "USA"),
        ("Russian", "RUS"),
        ("Sino", "CHN"),
        ("Indian", "IND"),
    ]


def test_names_that_hold_other_names() -> None:
    """The longest name wins, and shielded phrases give nothing."""
    text = "From Papua New Guinea to New Mexico, past the South China Sea and South Korea."
    assert said(text) == [("Papua New Guinea", "PNG"), ("New Mexico", "USA"), ("South Korea", "KOR")]


def test_persons_named_like_countries() -> None:
    """A country's name beside another name is taken for a person, beside an office it is not."""
    assert said("Michael Jordan and Chad Morris flew home.") == []
    assert said("In Jordan King Abdullah spoke; Jordan agreed.") == [("Jordan", "JOR"), ("Jordan", "JOR")]


def test_us_in_capitals_may_be_the_pronoun() -> None:
    """In a line of capitals "US" is left alone; in a sentence it is the country."""
    assert said("THEY TOLD US NOTHING") == []
    assert said("They met the US delegation") == [("US", "USA")]


def test_ambiguous_forms_settled_by_the_text() -> None:
    """ "Congolese" takes the one Congo that the text names, and none where it names neither."""
    assert said("Congolese troops left.") == []
    assert said("DR Congo said Congolese troops left.") == [("DR Congo", "COD"), ("Congolese", "COD")]


def test_party_tags() -> None:
    """Postal codes and news abbreviations of states are understood; other hyphens are not."""
    text = "Sen. A (R-KY), Rep. B, D-Calif., Sen. C (I-Vt.), an R-rated film and model D-12"
    tags = [(text[t.start : t.end], t.party, t.state) for t in party_tags(text)]
    assert tags == [
        ("R-KY", "Republican", "KY"),
        ("D-Calif.", "Democratic", "CA"),
        ("I-Vt.", "Independent", "VT"),
    ]
    assert ("R-KY", "USA") in said(text)


def test_states_and_provinces() -> None:
    """Names and abbreviations are found; bare postal codes only when asked for."""
    ontario, wyoming = region_of("Ont."), region_of("WY", postal=True)
    assert ontario is not None and (ontario.code, ontario.country) == ("ON", "CAN")
    assert wyoming is not None and wyoming.name == "Wyoming"
    assert region_of("WY") is None


@given(st.text(alphabet="US. Rusian-Chd()KY\u2019\U0001f600", max_size=60))
def test_offsets_never_overlap(text: str) -> None:
    """Whatever the text, spans are in order, apart and inside it."""
    at = 0
    for start, end, code in countries_in(text):
        assert at <= start < end <= len(text)
        assert len(code) == 3
        at = end


@pytest.mark.parametrize("name", ["demonyms", "regions", "bodies", "metonyms", "offices"])
def test_shipped_tables_pass_their_checks(name: str) -> None:
    """Every table is loaded through its check and is not empty."""
    assert tables.load(name)


def test_a_form_of_two_countries_is_refused() -> None:
    """The check names the table and the form that two countries claim."""
    table = {
        "country": {"AAA": {"names": ["Aland"]}, "BBB": {"names": ["Aland"]}},
        "ambiguous": {},
        "also": {},
    }
    with pytest.raises(tables.TableError, match=r"demonyms\.toml, BBB: 'Aland' is also AAA"):
        tables.check_demonyms(table)


def test_a_position_off_the_globe_is_refused() -> None:
    """Latitudes beyond 90 degrees do not pass."""
    table = {"country": {"AAA": [95.0, 0.0]}, "wide": {}, "region": {}, "state": {}}
    with pytest.raises(tables.TableError, match="no position"):
        tables.check_regions(table)


def test_an_unknown_kind_or_sector_is_refused() -> None:
    """Bodies and offices must use the fixed words for kind and sector."""
    with pytest.raises(tables.TableError, match="'club'"):
        tables.check_bodies({"body": [{"name": "Elks", "kind": "club"}], "generic": [], "party": {}})
    with pytest.raises(tables.TableError, match="'sport'"):
        tables.check_offices({"sectors": {"names": ["royal"]}, "office": [{"title": "coach", "sector": "sport"}]})
    with pytest.raises(tables.TableError, match="needs name, country and at"):
        tables.check_metonyms({"government": {}, "landmark": [{"name": "Hall"}]})
