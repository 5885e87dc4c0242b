"""Word lists for persons, groups and what they do, written for this project from general knowledge."""

from __future__ import annotations

from communique import wordlists

PRONOUNS: dict[str, tuple[int, str, str]] = {
    # word: (person, number, gender)
    **dict.fromkeys("i me my mine myself".split(), (1, "sing", "")),
    **dict.fromkeys("we us our ours ourselves".split(), (1, "plur", "")),
    **dict.fromkeys("he him his himself".split(), (3, "sing", "m")),
    **dict.fromkeys("she her hers herself".split(), (3, "sing", "f")),
    **dict.fromkeys("it its itself".split(), (3, "sing", "n")),
    **dict.fromkeys("they them their theirs themselves".split(), (3, "plur", "")),
}
REFLEXIVES = wordlists.words("actors", "reflexives")

MALE_TITLES = wordlists.words("actors", "male_titles")
FEMALE_TITLES = wordlists.words("actors", "female_titles")
HONORIFICS = wordlists.words("actors", "honorifics")

MALE_NOUNS = wordlists.words("actors", "male_nouns")
FEMALE_NOUNS = wordlists.words("actors", "female_nouns")
KIN = wordlists.words("actors", "kin")
PERSONS = KIN | wordlists.words("actors", "persons")
"""Nouns for one person; their plurals are groups."""

PLURALS = wordlists.words("actors", "plurals")
COLLECTIVES = wordlists.words("actors", "collectives")
BODY_NOUNS = wordlists.words("actors", "body_nouns")
CAMPS = wordlists.words("actors", "camps")
PAIRS = wordlists.words("actors", "pairs")
COUNTRY_PAIRS = wordlists.words("actors", "country_pairs")
SIDE_PAIRS = frozenset("sides parties".split())

MOTION = wordlists.words("actors", "motion")
SPEECH = wordlists.words("actors", "speech")
TO_RECIPIENT = wordlists.words("actors", "to_recipient")
FROM_SENDER = wordlists.words("actors", "from_sender")
ON_TARGET = wordlists.words("actors", "on_target")
"""Heads after which a country with this preposition is a party, not a place."""
STATE_CASES = wordlists.words("actors", "state_cases")
POSSESSED_ACTS = wordlists.words("actors", "possessed_acts")
FORMER = wordlists.words("actors", "former")
LEADERS = wordlists.words("actors", "leaders")
STATE_OFFICES = LEADERS | wordlists.words("actors", "state_offices")

NICKNAMES = {short: row[0] for row in wordlists.rows("names", "nicknames") for short in row[1:]}
