"""The gazetteer and the resolution of place names."""

from __future__ import annotations

import pytest

from communique.reading.known.candidates import candidates
from communique.reading.known.capitals import capital_country, is_capital
from communique.reading.known.gazetteer import Index, fold
from communique.reading.places import Gazetteer, PlaceContext, distance_km
from communique.records import PlaceMention, Span


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """A gazetteer on the shipped index."""
    return Gazetteer()


def find(places: Gazetteer, text: str, *names: str, context: PlaceContext | None = None) -> list[PlaceMention]:
    """Resolve the first mention of each name in ``text``."""
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    return list(places.find(text, spans, context))


def test_fold() -> None:
    """Case, accents, dots and short forms of Saint make no difference; a last "St" is a street."""
    assert fold("St. Pétersbourg") == fold("SAINT PETERSBOURG")
    assert fold("Sana\u2019a") == "sanaa"
    assert fold("Clark St") == "clark st"


def test_population_decides_alone(places: Gazetteer) -> None:
    """Without context the larger place is meant, and its GeoNames id is given."""
    paris = places.resolve("Paris")
    assert paris is not None and (paris.country, paris.geonames) == ("FRA", 2988507)
    assert places.resolve("Xqzzyville") is None


def test_what_follows_the_name(places: Gazetteer) -> None:
    """ "Paris, Texas" is in Texas, and its later mention without a state too."""
    text = "PARIS, Texas: The council met. Later Paris voted again."
    spans = [Span(0, 5), Span(text.rindex("Paris"), text.rindex("Paris") + 5)]
    found = places.find(text, spans)
    assert [m.country for m in found] == ["USA", "USA"]
    assert found[0].geonames == found[1].geonames == 4717560


def test_one_name_with_two_states(places: Gazetteer) -> None:
    """Two mentions with states of their own stay apart."""
    text = "Buses run from Springfield, Ill., to Springfield, Mo., daily."
    first, second = text.index("Springfield"), text.rindex("Springfield")
    found = places.find(text, [Span(first, first + 11), Span(second, second + 11)])
    assert found[0].lat is not None and found[1].lat is not None
    assert found[0].lat > 39 > 38 > found[1].lat


def test_states_named_in_the_report(places: Gazetteer) -> None:
    """Neighbouring towns and a state's name pull a name to that state."""
    text = "Officials from Tennessee met in Athens before driving on to Chattanooga and Knoxville."
    athens = find(places, text, "Athens", "Chattanooga", "Knoxville")[0]
    assert athens.country == "USA" and athens.lat is not None and 34.5 < athens.lat < 36.5


def test_a_state_that_holds_a_city(places: Gazetteer) -> None:
    """ "New York" after "Buffalo," is the state; alone it is the city."""
    state = find(places, "A storm hit Buffalo, New York on Monday.", "Buffalo", "New York")[1]
    city = places.resolve("New York")
    assert state.geonames == 5128638
    assert city is not None and city.geonames == 5128581


def test_georgia_is_read_in_its_context(places: Gazetteer) -> None:
    """Tbilisi brings the country, Atlanta and a county the state."""
    country = find(places, "Talks in Tbilisi, Georgia, with Russia ended.", "Tbilisi", "Georgia")
    state = find(places, "Fulton County police in Atlanta, Georgia, said so.", "Atlanta", "Georgia")
    assert [m.country for m in country] == ["GEO", "GEO"]
    assert [m.country for m in state] == ["USA", "USA"]


def test_countries_beside_each_other(places: Gazetteer) -> None:
    """A list of countries is no list of towns inside one another."""
    text = "Ministers of Egypt, the United States and Lebanon agreed."
    found = find(places, text, "Egypt", "United States", "Lebanon")
    assert [m.country for m in found] == ["EGY", "USA", "LBN"]


def test_regions_and_landmarks(places: Gazetteer) -> None:
    """Provinces, seas and halls where people meet have positions of their own."""
    text = "From Bavaria they flew over the Black Sea to Camp David and Mar-a-Lago."
    found = find(places, text, "Bavaria", "Black Sea", "Camp David", "Mar-a-Lago")
    assert [m.country for m in found] == ["DEU", None, "USA", "USA"]
    assert found[2].lat == pytest.approx(39.65, abs=0.05)


def test_washington(places: Gazetteer) -> None:
    """The capital is found under its names, and D.C. by itself."""
    for name in ("Washington", "Washington, D.C.", "Washington, DC", "D.C."):
        found = places.resolve(name)
        assert found is not None and found.lat is not None and found.lon is not None, name
        assert distance_km((found.lat, found.lon), (38.9, -77.04)) < 5, name


def test_counties_go_by_their_state(places: Gazetteer) -> None:
    """A county's position is taken from the report's towns in its state."""
    text = "Licking County deputies met in Newark, Ohio."
    county, town = find(places, text, "Licking County", "Newark")
    assert county.lat is not None and county.lon is not None and town.lat is not None and town.lon is not None
    assert distance_km((county.lat, county.lon), (town.lat, town.lon)) < 1


def test_context_from_outside_the_text(places: Gazetteer) -> None:
    """Countries, the publisher's home and known positions all bend the choice."""
    text = "The mayor of London resigned."
    assert find(places, text, "London")[0].country == "GBR"
    near = PlaceContext(countries={"CAN": 9}, home="CAN", home_region="Ontario", resolved=((43.0, -81.2),))
    assert find(places, text, "London", context=near)[0].country == "CAN"


def test_unknown_names_keep_their_span(places: Gazetteer) -> None:
    """A name that is not in the gazetteer comes back with its words and no position."""
    text = "They met in Qqwertyton and Oslo."
    unknown, oslo = find(places, text, "Qqwertyton", "Oslo")
    assert (unknown.name, unknown.lat, unknown.country) == ("Qqwertyton", None, None)
    assert text[oslo.start : oslo.end] == "Oslo" and oslo.country == "NOR"
    assert places.find("", []) == ()


def test_result_does_not_depend_on_the_order_of_runs(places: Gazetteer) -> None:
    """The same text gives the same answer twice."""
    text = "Leaders met in Kyiv, Geneva and Cairo."
    assert find(places, text, "Kyiv", "Geneva", "Cairo") == find(places, text, "Kyiv", "Geneva", "Cairo")


def test_capitals() -> None:
    """Capitals and other seats of government are told from other towns."""
    assert is_capital("Moscow") and is_capital("the Kremlin") and not is_capital("Springfield")
    assert capital_country("Helsinki") == "FIN"


def test_candidates_of_a_longer_name(places: Gazetteer) -> None:
    """ "northern Iraq" and "Kandahar Province" fall back to what they hold."""
    index = Index()
    assert {c.country for c in candidates(index, "northern Iraq")} == {"IRQ"}
    assert any(c.country == "AFG" for c in candidates(index, "Kandahar Province"))
    assert candidates(index, " ") == ()
    index.close()


def test_distance() -> None:
    """A degree of latitude is about 111 km."""
    assert distance_km((0.0, 0.0), (1.0, 0.0)) == pytest.approx(111.19, abs=0.1)
