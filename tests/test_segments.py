"""Dividing a text: paragraphs, titles, credits, block quotations, boilerplate, datelines, dates."""

from __future__ import annotations

import pytest

from communique.intake import report_from_text
from communique.intake.blockquotes import block_length, introduces
from communique.intake.boilerplate import BOILERPLATE
from communique.intake.datelines import dateline_at
from communique.intake.dates import date_in, iso_date
from communique.intake.languages import language_of
from communique.intake.paragraphs import paragraphs
from communique.intake.phrases import BYLINE, CREDIT, DATE_LINE, ONLY_AGENCIES


def kinds(text: str, **known: str) -> list[tuple[str, str]]:
    """Return the kind and the first words of each segment."""
    layer = report_from_text(text, **known).layer
    return [(s.kind.value, " ".join(layer.text[s.start : s.end].split()[:3])) for s in layer.segments]


def join(*parts: str) -> str:
    """Return paragraphs joined by blank lines."""
    return "\n\n".join(parts) + "\n"


LEAD = "Portugal's foreign minister met his Spanish colleague in Lisbon on Friday for talks on water."


def test_a_report_with_everything() -> None:
    """Title, credits, body, block quotation and boilerplate are told apart."""
    text = join(
        "Lisbon and Madrid Agree on Water",
        "Reuters\nReuters",
        "By Ana Prado",
        LEAD,
        "Mr. Ruiz said:",
        "We have worked on this for years. I am glad that we have come to an end.",
        "Mr. Ruiz met the president in the afternoon.",
        "(Reporting by Ana Prado; Editing by Jo Lee)",
        "Sign up for our newsletter",
    )
    assert [kind for kind, _ in kinds(text)] == [
        "title",
        "credit",
        "credit",
        "credit",
        "body",
        "body",
        "block_quote",
        "body",
        "credit",
        "boilerplate",
    ]
    assert report_from_text(text).info.byline == "Ana Prado"


class TestParagraphs:
    """Plain text into paragraphs."""

    def test_one_paragraph_a_line(self) -> None:
        """Without blank lines, long lines are paragraphs."""
        text = "\n".join(f"{number} " + "word " * 40 for number in range(4))
        assert len(paragraphs(text)) == 4

    def test_lines_wrapped_by_hand(self) -> None:
        """Lines of a wrapped paragraph are one; a short last line ends it."""
        text = (
            "The ministers of the two countries met in the capital on Tuesday to\n"
            "speak about the border, which has been closed since the spring. Both\n"
            "said that they were content with what they had come to.\n"
            "\n"
            "A second round of talks will be held in the autumn in the other of the\n"
            "two capitals, if the parliaments agree to it before then.\n"
        )
        assert len(paragraphs(text)) == 2

    def test_short_lines_are_not_joined(self) -> None:
        """Credit lines under each other stay apart."""
        assert len(paragraphs("Agence France-Presse\nReuters\n\n" + LEAD)) == 3

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
    def test_every_line_end(self, end: str) -> None:
        """Paragraphs do not depend on the kind of line end."""
        text = f"First one.{end}{end}Second one.{end}"
        assert [text[s.start : s.end] for s in paragraphs(text)] == ["First one.", "Second one."]

    def test_flag_at_the_end_stays_whole(self) -> None:
        """An emoji made with invisible marks is not cut at a paragraph's edge."""
        text = "Scotland 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
        assert paragraphs(text)[0].end == len(text)


class TestTitle:
    """The title."""

    def test_given_title_is_found(self) -> None:
        """The paragraph that is the given title is the title, full stop or not."""
        found = kinds(join("Treaty signed at last.", LEAD), title="Treaty signed at last")
        assert found[0] == ("title", "Treaty signed at")

    def test_single_paragraph_has_no_title(self) -> None:
        """A text of one paragraph is body."""
        assert kinds("Norway and Sweden to hold talks")[0][0] == "body"

    def test_sentence_is_no_title(self) -> None:
        """A first paragraph that is a sentence with a full stop is body."""
        assert kinds(join(LEAD, "More talks are planned for June."))[0][0] == "body"

    def test_deck_under_the_title(self) -> None:
        """A line without a full stop right under the title is a title too."""
        text = join("Treaty Signed", "Ministers hail end of a long dispute over the river", LEAD, LEAD)
        assert [kind for kind, _ in kinds(text)] == ["title", "title", "body", "body"]

    def test_title_above_a_dateline(self) -> None:
        """What stands above a paragraph with a dateline is the title."""
        text = join("Ministers sign treaty on river.", "LISBON (Reuters) - The ministers signed it on Friday.")
        assert [kind for kind, _ in kinds(text)] == ["title", "body"]

    def test_dateline_is_no_title(self) -> None:
        """A first paragraph with a dateline is body."""
        assert kinds(join("LISBON (Reuters) - The ministers signed", LEAD))[0][0] == "body"


class TestBlockQuotes:
    """Block quotations in plain text."""

    @pytest.mark.parametrize(
        "cue",
        [
            "Sen. Ruiz said:",
            "The minister added in a letter to the council:",
            "Said Ruiz:",
            "The ministry's statement reads as follows:",
            "The president later tweeted:",
            "He had this to say: the committee issued the following statement:",
            "Speaking in Rome on Monday, Prime Minister Conti said in a statement:",
        ],
    )
    def test_cues(self, cue: str) -> None:
        """Paragraphs that announce somebody's words."""
        assert introduces(cue)

    @pytest.mark.parametrize(
        "text",
        [
            "The agenda has three points:",
            "CNN also noted the thin attendance:",
            "12:30 p.m.:",
            "SHORT READS:",
            "Sen. Ruiz said that:",
            "Sen. Ruiz said nothing.",
            "These are the members of the delegation:",
        ],
    )
    def test_no_cues(self, text: str) -> None:
        """Paragraphs that end in a colon, or speak of speech, but announce nobody's words."""
        assert not introduces(text)

    def test_quotation_marks_are_body(self) -> None:
        """What is in quotation marks already needs no block."""
        assert block_length("Ms. Berg said:", ["“We agree,” she told us.", "I am glad."]) == 0

    def test_goes_on_in_the_first_person(self) -> None:
        """Later paragraphs belong up to the last in the first person, those between included."""
        rest = [
            "We came here to talk.",
            "The border has been closed for too long.",
            "I hope that it will be open soon.",
            "The border was closed in March.",
        ]
        assert block_length("Ms. Berg said:", rest) == 3

    def test_stops_where_reporting_resumes(self) -> None:
        """An attribution, the speaker's name or a title before a name ends the block."""
        for after in (
            "Berg left for Oslo.",
            "Ms. Lund disagreed.",
            "“No,” said Lund.",
            "It rained, Lund said.",
        ):
            assert block_length("Ms. Berg said:", ["We came to talk.", after, "I am glad."]) == 1

    def test_third_person_right_after_the_cue(self) -> None:
        """Where the next paragraph reports on the speaker, there is no block."""
        assert block_length("Ms. Berg said:", ["Berg then left the room without a word."]) == 0

    def test_statement_is_quoted_whole(self) -> None:
        """A published statement that starts at the head goes on to the end."""
        text = join(
            "Minister Condemns Attack",
            "The minister for Europe, Ada Holm, said:",
            "I condemn the attack in the strongest terms.",
            "The attack was aimed at people on their way to market.",
        )
        assert [kind for kind, _ in kinds(text)] == ["title", "body", "block_quote", "block_quote"]

    def test_transcript_turns_are_body(self) -> None:
        """A transcript's turns name their speakers themselves."""
        assert block_length("Excerpts as follows:", ["REPORTER: Did you agree?", "HOLM: We did."]) == 0

    def test_marked_lines(self) -> None:
        """Lines that start with the quotation sign are a block anywhere."""
        assert kinds(join("He wrote back.", "> We agree.\n> And we thank you.", "That was all."))[1][0] == (
            "block_quote"
        )


@pytest.mark.parametrize(
    "line",
    [
        "Please let us know if you're having issues with commenting.",
        "ADVERTISEMENT",
        "Read more: Five things to know about the treaty",
        "Follow Jo Lee on Twitter: @jolee",
        "Share this article",
        "Facebook Twitter Email",
        "Copyright 2020 Example News. All rights reserved.",
        "Sign up for our daily newsletter",
        "Leave a comment",
        "12 Comments",
        "This story has been updated.",
        "Watch the full interview below:",
        "Related stories",
        "© 2021",
        "Home | World | Politics",
    ],
)
def test_boilerplate(line: str) -> None:
    """What pages carry around a report."""
    assert BOILERPLATE.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "The comments drew a protest from Ankara.",
        "Subscribers to the treaty met in Geneva.",
        "More talks are planned for June.",
        "Related talks on fisheries were called off.",
        "Share prices fell after the summit.",
        "Printed copies of the accord were handed to both sides.",
        "This report is the first of its kind.",
        "Our ambassador stays, the minister said.",
        "See you in Geneva, Lavrov told Blinken.",
        "Like his predecessor, Sunak flew to Kyiv.",
    ],
)
def test_sentences_are_no_boilerplate(line: str) -> None:
    """Sentences that begin like boilerplate are not."""
    assert not BOILERPLATE.fullmatch(line)
    assert not CREDIT.fullmatch(line)
    assert not DATE_LINE.fullmatch(line)


@pytest.mark.parametrize("line", ["The Associated Press", "AFP", "AP/Reuters", "Getty Images", "(Reuters) -"])
def test_agency_lines(line: str) -> None:
    """Lines of agencies' names alone."""
    assert ONLY_AGENCIES.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ana Prado in Lisbon; Editing by Jo Lee)",
        "The two ministers shake hands in Lisbon. (Photo by Ana Prado)",
        "The two ministers in Lisbon. Ana Prado/Getty Images",
        "Jo Lee contributed to this report.",
        "Photo: Ana Prado",
    ],
)
def test_credit_lines(line: str) -> None:
    """Who reported, edited and photographed."""
    assert CREDIT.fullmatch(line)


def test_byline_with_several_names() -> None:
    """All names of a byline are kept, what follows them is not."""
    match = BYLINE.fullmatch("By Ana Prado and Jo Lee, Reuters")
    assert match and match["who"].startswith("Ana Prado and Jo Lee")


def test_sentence_with_by_is_no_byline() -> None:
    """A sentence that starts with "By" is body, at the head too."""
    assert kinds(join("Talks Begin", "By Friday, Iran had agreed to the talks.", LEAD))[1][0] == "body"


def test_related_headlines_are_boilerplate() -> None:
    """Headlines under "More on this story" are other reports'."""
    text = join("Talks Begin", LEAD, LEAD, "More on this story", "Trump meets Kim in Singapore", "Who is Kim?")
    assert [kind for kind, _ in kinds(text)][3:5] == ["boilerplate", "boilerplate"]


@pytest.mark.parametrize(
    ("text", "words", "agency"),
    [
        ("MOSCOW, Aug. 6 (Reuters) - The ministers met.", "MOSCOW, Aug. 6", "Reuters"),
        ("WASHINGTON (AP) — The ministers met.", "WASHINGTON", "AP"),
        ("BRUSSELS — The ministers met.", "BRUSSELS", None),
        ("BEIJING, Aug. 6 (Xinhua) -- The ministers met.", "BEIJING, Aug. 6", "Xinhua"),
        ("Paris (AFP) - The ministers met.", "Paris", "AFP"),
        ("KYIV, Ukraine (AP) — The ministers met.", "KYIV, Ukraine", "AP"),
        ("UNITED NATIONS, 3 May 2019 - The council met.", "UNITED NATIONS, 3 May 2019", None),
        ("TEHRAN/GENEVA - The ministers met.", "TEHRAN/GENEVA", None),
        ("ISLAMABAD: The ministers met.", "ISLAMABAD", None),
    ],
)
def test_datelines(text: str, words: str, agency: str | None) -> None:
    """Datelines in the styles of several agencies."""
    found = dateline_at(text, 0, len(text))
    assert found is not None
    assert (found.words, found.agency) == (words, agency)
    assert text[found.end :].startswith("The ")


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The ministers met.",
        "The talks – Long and hard – went on.",
        "NATO-led forces left the valley.",
        "Putin said – and Trump agreed – that it was late.",
        "COVID-19 was on the agenda.",
        "Macron (AFP has learned) will go.",
    ],
)
def test_no_datelines(text: str) -> None:
    """Labels, hyphens and dashes inside sentences are no datelines."""
    assert dateline_at(text, 0, len(text)) is None


def test_transcript_labels_are_no_datelines() -> None:
    """Where paragraph after paragraph starts with capitals and a colon, it is a transcript."""
    text = join("Questions and Answers", "HOLM: We have agreed.", "LUND: On what have you agreed?")
    assert report_from_text(text).info.dateline is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: August 6, 2018", "2018-08-06"),
        ("6 August 2018", "2018-08-06"),
        ("Mon 6 Aug 2018 10.15 BST", "2018-08-06"),
        ("Posted on Aug. 6th, 2018 at 3:15 p.m.", "2018-08-06"),
        ("2018-08-06", "2018-08-06"),
        ("Lisbon, August 6, 2018", "2018-08-06"),
        ("16.08.2018", "2018-08-16"),
        ("Published: 2018/8/16, 10:15", "2018-08-16"),
        ("Lisbon, 16-08-2018", "2018-08-16"),
        ("Updated August 7, 2018", None),
        ("06/08/2018", None),
        ("August 6", None),
    ],
)
def test_published_from_a_line(line: str, date: str | None) -> None:
    """A line with a full date of publication gives it; a change, two possible orders or a missing year do not."""
    assert report_from_text(join("Talks Begin in Lisbon", line, LEAD)).info.published == date


def test_published_from_a_dateline() -> None:
    """A dateline gives the date only where it prints the year."""
    assert report_from_text("OSLO, May 3, 2019 (AP) - They met.").info.published == "2019-05-03"
    assert report_from_text("OSLO, May 3 (AP) - They met.").info.published is None


def test_dates() -> None:
    """Dates in words are read, impossible and ambiguous ones are not."""
    assert date_in("on 29 February 2020") == "2020-02-29"
    assert date_in("on 29 February 2019") is None
    assert date_in("from May 3, 2019 to May 4, 2019") is None
    assert iso_date("2018-08-06T23:30:00+02:00") == "2018-08-06"
    for wrong in ("2018-02-30", "06.08.2018", "2018", "yesterday", "20180806"):
        with pytest.raises(ValueError, match=r"\S"):
            iso_date(wrong)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LEAD, "en"),
        ("Trump meets Putin", "en"),
        (
            "Der Außenminister hat am Freitag seinen Kollegen in Berlin getroffen und mit ihm gesprochen.",
            "de",
        ),
        ("Le ministre des Affaires étrangères a rencontré son homologue à Paris pour des entretiens.", "fr"),
        ("El ministro de Asuntos Exteriores se reunió con su homólogo en Madrid para hablar del agua.", "es"),
        ("Министр иностранных дел встретился со своим коллегой в Москве.", "ru"),
        ("التقى وزير الخارجية نظيره في القاهرة يوم الجمعة", "ar"),
        ("外交部长星期五在北京会见了他的同事", "zh"),
        ("外務大臣は金曜日に東京で会談した", "ja"),
        ("12345 67", "und"),
        ("Statsministeren mødte præsidenten mandag, og de talte om handelen mellem de to lande.", "da"),
        ("Statsministeren møtte presidenten i Oslo mandag, og de snakket om handelen mellom de to landene.", "no"),
        ("Peaminister kohtus esmaspäeval presidendiga ja nad rääkisid kahe riigi kaubandusest.", "et"),
        ("A miniszterelnök hétfőn találkozott az elnökkel, és a két ország kereskedelméről tárgyaltak.", "hu"),
        ("Premiér se v pondělí v Praze setkal s prezidentem a jednali o obchodu mezi oběma zeměmi.", "cs"),
        ("Premierul s-a întâlnit luni cu președintele și au discutat despre comerțul dintre cele două țări.", "ro"),
        ("Waziri mkuu alikutana na rais siku ya Jumatatu na walijadili biashara kati ya nchi hizo mbili.", "sw"),
        ("Прем'єр-міністр зустрівся з президентом, і вони обговорили торгівлю між країнами.", "uk"),
        ("Председник се састао са премијером и разговарали су о трговини између двеју земаља.", "sr"),
        ("Премиерът се срещна в понеделник с президента и разговаряха за търговията.", "bg"),
        ("وزیر اعظم نے پیر کو صدر سے ملاقات کی اور تجارت پر بات چیت کی جو بڑی اہم تھی۔", "ur"),
        ("பிரதமர் திங்களன்று சென்னையில் ஜனாதிபதியைச் சந்தித்தார்.", "ta"),
    ],
)
def test_language(text: str, code: str) -> None:
    """Languages are told apart by script, letters and function words."""
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Macron, Merkel, von der Leyen",
        "Mette Frederiksen",
        "Lavrov to meet Çavuşoğlu in Antalya",
        "Le Maire meets Lindner in Paris",
        "Statement by the President of the Republic of Côte d'Ivoire",
        "The chancellor called the talks good. „Wir haben uns geeinigt und werden es bald sagen“, he told us, "
        "and then he left for a summit in Paris.",
        "Çavuşoğlu, Erdoğan, Şimşek",
        "U.S. President Donald Trump visited Mexico on Monday.",
        "S. Korea, U.S. hold talks",
        "Al-Sisi receives Al-Burhan",
        "Косачёв met Lavrov in Moscow on Monday, and the two spoke of the vote.",
    ],
)
def test_short_texts_and_names_are_english(text: str) -> None:
    """A name is of no language: headlines, lists of names and quotations are not called foreign for them."""
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "UNdunankulu uhlangane noMongameli ePitoli ngoMsombuluko futhi baxoxe ngohwebo phakathi kwala mazwe "
        "amabili. Umhlangano uthathe amahora amabili futhi ube ngowokuqala kusukela ngonyaka odlule.",
        "Premye minis la te rankontre prezidan an lendi e yo te pale sou komès ant de peyi yo, e li te dire de zè.",
        "Consul cum praeside Romae die lunae convenit et de commercio inter duas civitates collocuti sunt.",
    ],
)
def test_languages_that_are_not_known_are_not_english(text: str) -> None:
    """A text in a language that has no list here is called another or none, and never English."""
    assert language_of(text) != "en"
