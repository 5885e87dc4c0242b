"""Word lists for persons, groups and what they do, written for this project from general knowledge."""

from __future__ import annotations

PRONOUNS: dict[str, tuple[int, str, str]] = {
    # word: (person, number, gender)
    **dict.fromkeys("i me my mine myself".split(), (1, "sing", "")),
    **dict.fromkeys("we us our ours ourselves".split(), (1, "plur", "")),
    **dict.fromkeys("he him his himself".split(), (3, "sing", "m")),
    **dict.fromkeys("she her hers herself".split(), (3, "sing", "f")),
    **dict.fromkeys("it its itself".split(), (3, "sing", "n")),
    **dict.fromkeys("they them their theirs themselves".split(), (3, "plur", "")),
}
REFLEXIVES = frozenset("myself ourselves himself herself itself themselves".split())

MALE_TITLES = frozenset("mr mr. sir lord king prince emperor sultan sheikh sheik emir pope father brother".split())
FEMALE_TITLES = frozenset("mrs mrs. ms ms. miss madam dame lady queen princess empress baroness sister".split())
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. miss sir dame lady lord dr dr. prof. mme herr frau don".split())

MALE_NOUNS = frozenset(
    "man father son brother husband uncle nephew grandfather grandson king prince emperor sultan emir "
    "spokesman chairman congressman businessman statesman boy gentleman son-in-law brother-in-law "
    "father-in-law pope nobleman strongman councilman alderman monk duke widower policeman serviceman "
    "anchorman".split()
)
FEMALE_NOUNS = frozenset(
    "woman mother daughter sister wife aunt niece grandmother granddaughter queen princess empress "
    "spokeswoman chairwoman congresswoman businesswoman girl lady actress sister-in-law nun duchess "
    "widow councilwoman policewoman heiress".split()
)
KIN = frozenset(
    "wife husband father mother son daughter brother sister uncle aunt nephew niece grandfather grandmother "
    "grandson granddaughter cousin son-in-law daughter-in-law brother-in-law sister-in-law father-in-law "
    "mother-in-law fiancee fiancé widow widower".split()
)
PERSONS = KIN | frozenset(
    "man woman boy girl politician statesman strongman successor predecessor counterpart colleague "
    "rival ally opponent critic host guest visitor negotiator mediator interpreter translator envoy "
    "emissary premier monarch ruler deputy aide adviser advisor assistant spokesman spokeswoman "
    "spokesperson lawyer attorney author writer historian scholar researcher scientist economist "
    "strategist pollster veteran officer soldier agent spy defector dissident refugee protester "
    "demonstrator student teacher priest cleric bishop imam rabbi farmer worker voter resident "
    "secretary citizen witness source insider republican democrat conservative liberal socialist communist "
    "legislator lawmaker parliamentarian senator congressman congresswoman diplomat official minister "
    "president chancellor chairman chairwoman leader chief boss founder owner manager actor actress "
    "singer billionaire mogul candidate nominee hardliner moderate reformer incumbent commander "
    "general governor mayor king queen prince princess emperor pope prosecutor judge investigator "
    "delegate member head nuncio legate backbencher".split()
)
"""Nouns for one person; their plurals are groups."""

PLURALS = frozenset(
    "lawmakers legislators senators congressmen congresswomen officials protesters demonstrators "
    "critics opponents supporters allies diplomats envoys representatives delegates parliamentarians "
    "politicians ministers presidents leaders members democrats republicans conservatives liberals "
    "socialists guests visitors negotiators mediators aides advisers advisors colleagues experts "
    "analysts scholars observers activists campaigners journalists reporters correspondents refugees "
    "migrants rebels militants soldiers troops officers fighters insurgents separatists hardliners "
    "moderates reformers residents citizens voters workers students teachers unions authorities "
    "commanders generals governors mayors judges prosecutors investigators scientists researchers "
    "economists businessmen executives lawyers doctors relatives families men women spokesmen "
    "countrymen deputies counterparts partners sources witnesses mps meps tories firefighters police "
    "inspectors monitors muslims christians jews catholics protestants kurds uyghurs uighurs sunnis "
    "shiites hindus houthis peacekeepers staffers strategists dissidents clerics bishops royals "
    "farmers traders investors neoconservatives hawks interpreters kings ambassadors chairmen heads "
    "parties factions chiefs editors backbenchers groups campaigners commentators bloggers charities".split()
)
COLLECTIVES = frozenset(
    "delegation opposition coalition media press public team crowd establishment electorate "
    "leadership mission entourage contingent caucus police audience family government-in-exile "
    "military-junta junta".split()
)
BODY_NOUNS = frozenset(
    "ministry parliament senate congress committee subcommittee government council commission "
    "department embassy consulate administration army court party agency office assembly legislature "
    "chancellery presidency cabinet chamber house bank institute foundation federation organization "
    "organisation company newspaper broadcaster university union alliance bloc league bureau navy "
    "military regime secretariat palace duma bundestag knesset watchdog tribunal corporation "
    "association group network station magazine ngo charity fund panel paper".split()
)
CAMPS = frozenset("campaign administration team camp government foundation transition".split())
PAIRS = frozenset(
    "leaders presidents ministers premiers chancellors men women politicians senators statesmen "
    "diplomats pair couple duo chiefs envoys kings allies rivals counterparts heads negotiators "
    "lawmakers speakers secretaries officials guests visitors".split()
)
COUNTRY_PAIRS = frozenset(
    "countries nations states governments capitals powers neighbours neighbors superpowers".split()
)
SIDE_PAIRS = frozenset("sides parties".split())

MOTION = frozenset(
    "visit leave tour enter reach invade flee quit cross occupy attend travel arrive return fly go "
    "come head move depart stay live land".split()
)
SPEECH = frozenset(
    "say tell add announce ask insist warn claim argue suggest declare note state reply respond "
    "answer deny confirm accuse urge demand call describe explain report write tweet stress hope "
    "believe think acknowledge admit vow pledge promise express reject condemn criticize criticise "
    "praise welcome agree refuse want hold".split()
)
TO_RECIPIENT = frozenset(
    "offer give sell apologise apologize appeal respond reply speak talk listen promise pledge "
    "propose extend issue invitation message letter appeal warning threat aid apology response reply "
    "offer support sale sales help assistance concession concessions demand challenge gift loan debt "
    "commitment promise pledge signal proposal thanks answer ultimatum belong close closer loyal "
    "hostile friendly deliver supply export exports lend".split()
)
FROM_SENDER = frozenset(
    "invitation message letter offer reply response answer threat warning support pressure aid help "
    "apology demand assurance assurances signal request concession concessions criticism proposal "
    "guarantee guarantees call hear receive demand get seek win want expect request reaction "
    "condemnation approval permission ask draw".split()
)
ON_TARGET = frozenset(
    "sanction sanctions pressure attack attacks tariff tariffs impose war strike strikes embargo "
    "blame spy count rely call".split()
)
"""Heads after which a country with this preposition is a party, not a place."""
STATE_CASES = frozenset(
    "with according between by against toward towards versus for than as unlike like behind v".split()
)
POSSESSED_ACTS = frozenset(
    "decision move invitation response refusal offer proposal reply demand rejection attack invasion "
    "threat warning plan effort support criticism claim call announcement denial statement "
    "willingness insistence intention interference meddling involvement role relations relationship "
    "ties talks agreement promise pledge request attempt campaign policy position stance actions "
    "action behavior behaviour aggression annexation sanctions determination commitment desire "
    "interest hostility opposition approach attitude".split()
)
FORMER = frozenset("former ex then late ousted deposed retired erstwhile onetime then- ex-".split())
LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "king",
        "queen",
        "emperor",
        "emir",
        "sultan",
        "leader",
        "dictator",
    }
)
STATE_OFFICES = LEADERS | frozenset(
    {
        "foreign minister",
        "defense minister",
        "interior minister",
        "finance minister",
        "secretary of state",
        "senator",
    }
)

NICKNAMES: dict[str, str] = {
    short: full
    for full, shorts in {
        "michael": "mike mick",
        "joseph": "joe joey",
        "james": "jim jimmy jamie",
        "william": "bill billy will",
        "robert": "bob bobby rob",
        "richard": "rick dick rich",
        "thomas": "tom tommy",
        "anthony": "tony antony",
        "john": "jack johnny jon",
        "charles": "charlie chuck",
        "edward": "ed eddie ted",
        "daniel": "dan danny",
        "david": "dave",
        "stephen": "steve steven",
        "christopher": "chris",
        "matthew": "matt",
        "nicholas": "nick nicolas",
        "benjamin": "ben bibi",
        "samuel": "sam",
        "timothy": "tim",
        "andrew": "andy",
        "donald": "don donny",
        "ronald": "ron",
        "randal": "rand",
        "mitchell": "mitch",
        "patrick": "pat",
        "peter": "pete",
        "gregory": "greg",
        "jeffrey": "jeff geoffrey",
        "kenneth": "ken",
        "lawrence": "larry",
        "bernard": "bernie",
        "elizabeth": "liz beth betty",
        "katherine": "kate kathy katie catherine kathleen",
        "margaret": "maggie peggy",
        "susan": "sue susie",
        "jennifer": "jen jenny",
        "rebecca": "becky",
        "barbara": "barb",
        "deborah": "deb debbie",
        "alexander": "alex sasha aleksandr alexandr",
        "victoria": "vicky toria",
        "vladimir": "vova volodymyr wladimir",
        "nancy": "nan",
        "albert": "al",
        "frederick": "fred",
        "eugene": "gene",
        "gerald": "gerry jerry",
        "leonard": "len lenny",
        "raymond": "ray",
        "theodore": "theo",
        "francis": "frank",
        "yevgeny": "evgeny evgeni eugeny",
        "jose": "pepe",
    }.items()
    for short in shorts.split()
}
