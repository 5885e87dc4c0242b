"""Books (EPUB) and mail: their words in order, the parts that they stand in, what is attached."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from communique import errors
from communique.errors import IntakeError
from communique.intake import Report, epub, mbox, open_reports
from tests.containers import epub as book
from tests.containers import lines, mail, page, pdf

YALTA = "<h1>Yalta</h1><p>They met in Yalta.</p><blockquote><p>We agree.</p></blockquote>"
ABOUT = "<dc:title>Of Fish</dc:title><dc:creator>A. B.</dc:creator><dc:date>2001-02-03</dc:date>"


def read(raw: bytes) -> list[Report | IntakeError]:
    """What comes of bytes on standard input."""
    return list(open_reports("-", stdin=io.BytesIO(raw)))


def one(raw: bytes | EmailMessage) -> Report:
    """The report of bytes that give one."""
    (result,) = read(raw if isinstance(raw, bytes) else raw.as_bytes())
    assert isinstance(result, Report), result
    return result


def kinds(of: Report) -> list[tuple[str, str]]:
    """The paragraphs of a report, each with its kind."""
    return [(s.kind.value, of.layer.text[s.start : s.end]) for s in of.layer.segments]


def parts(of: Report) -> list[tuple[str, str]]:
    """The parts of a report's original, each with its text."""
    return [(p.name, of.layer.text[p.start : p.end]) for p in of.info.parts]


class TestBooks:
    """Chapters in the order of reading."""

    def test_chapters(self) -> None:
        """Each is a part, named by its heading where it has one."""
        made = one(book({"b.xhtml": YALTA, "a.xhtml": "<p>They parted, and all was well.</p>"}, ABOUT))
        assert (made.info.title, made.info.byline, made.info.published) == ("Of Fish", "A. B.", "2001-02-03")
        assert parts(made) == [
            ("chapter 1: Yalta", "Yalta\n\nThey met in Yalta.\n\nWe agree."),
            ("chapter 2", "They parted, and all was well."),
        ]
        assert ("block_quote", "We agree.") in kinds(made)

    def test_locked(self) -> None:
        """What its publisher has locked is refused; locked letters alone are no matter."""
        lock = '<encryption><CipherReference URI="OPS/{}"/></encryption>'
        for name, kind in (("a.xhtml", errors.Encrypted), ("font.otf", Report)):
            extra = {"META-INF/encryption.xml": lock.format(name).encode()}
            (found,) = read(book({"a.xhtml": YALTA}, extra=extra))
            assert isinstance(found, kind)

    def test_empty(self) -> None:
        """A book of pictures."""
        (error,) = read(book({"a.xhtml": '<img src="a.png"/>'}))
        assert isinstance(error, errors.EmptyInput)

    @pytest.mark.parametrize("cut", [60, 400, 700])
    def test_broken(self, cut: int) -> None:
        """Cut short."""
        (error,) = read(book({"a.xhtml": YALTA}, ABOUT)[:cut])
        assert isinstance(error, errors.Damaged)

    def test_a_list_of_chapters_that_is_none(self) -> None:
        """It is named."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("mimetype", "application/epub+zip")
            made.writestr("META-INF/container.xml", "<a><b></a>")
        (error,) = read(out.getvalue())
        assert isinstance(error, errors.Damaged) and "META-INF/container.xml" in str(error)

    def test_bomb(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No more is unpacked than a report may have, all chapters together."""
        monkeypatch.setattr(epub, "_MOST_MADE", 10_000)
        files = epub._Zip(book({f"{n}.xhtml": " " * 4_000 for n in range(5)}), "bomb")
        with pytest.raises(errors.TooLarge):
            for number in range(5):
                files.read(f"OPS/{number}.xhtml")

    def test_nothing_is_fetched_or_expanded(self) -> None:
        """Entities of its own lists stay what they are."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("a.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>x&b;y</a>')
        tree = epub._xml(epub._Zip(out.getvalue(), "book"), "a.xml")
        assert "".join(tree.itertext()) in ("xy", "x&b;y")


class TestMail:
    """The words that somebody wrote, and what stands around them."""

    WORDS = (
        "Dear all,\n\nThe ministers met in Oslo on Monday.\n\nOn Sunday Per wrote:\n> We shall invite the minister\n"
        "> to Oslo next week.\n>\n> Per\n\n-- \nKari\nPress office\n"
    )

    def test_head(self) -> None:
        """The day in the zone of the mail, the sender, the subject as title and first words."""
        made = one(mail(self.WORDS))
        assert (made.info.title, made.info.published, made.info.byline) == (
            "Talks in Oslo",
            "2018-08-07",
            "Kari Nordmann",
        )
        assert parts(made)[0][0] == "MIME part 1 (text/plain)" and parts(made)[0][1].startswith("Dear all,")

    def test_quoted_and_signed(self) -> None:
        """Quoted words are whole and marked; what is signed is no text."""
        assert kinds(one(mail(self.WORDS))) == [
            ("title", "Talks in Oslo"),
            ("body", "Dear all,"),
            ("body", "The ministers met in Oslo on Monday."),
            ("body", "On Sunday Per wrote:"),
            ("block_quote", "We shall invite the minister\nto Oslo next week."),
            ("block_quote", "Per"),
            ("boilerplate", "Kari"),
            ("boilerplate", "Press office"),
        ]

    def test_plain_words_before_markup(self) -> None:
        """Where a mail has both; markup alone is laid out."""
        markup = "<p>The ministers met in Oslo.</p><blockquote>We shall come.</blockquote>"
        assert "in two forms" in one(mail("They met, in two forms.", markup)).layer.text
        made = one(mail(markup=markup))
        assert kinds(made)[1:] == [("body", "The ministers met in Oslo."), ("block_quote", "We shall come.")]

    def test_attached(self) -> None:
        """What can be read is a report of its own; the rest is named."""
        made = mail("See the note.")
        made.add_attachment(
            pdf([lines(["The ministers met in Oslo."])]), maintype="application", subtype="pdf", filename="n.pdf"
        )
        made.add_attachment(page(4), maintype="text", subtype="html", filename="p.html")
        made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="photo.jpg")
        made.add_attachment(mail("An inner mail says that they parted.", Subject="Inner"))
        letter, note, talks, inner = read(made.as_bytes())
        assert isinstance(letter, Report) and "attached and not read: photo.jpg (image/jpeg)" in letter.warnings
        assert isinstance(note, Report) and parts(note) == [("page 1", "The ministers met in Oslo.")]
        assert any("is the day of the mail that it was attached to" in w for w in note.warnings)
        assert isinstance(talks, Report) and talks.info.title == "Talks 4" and talks.raw == page(4)
        assert isinstance(inner, Report) and inner.info.title == "Inner" and inner.info.published == "2018-08-07"

    def test_what_is_attached_and_broken(self) -> None:
        """An error for it, and the mail is read."""
        made = mail("See the note.")
        made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="n.pdf")
        letter, error = read(made.as_bytes())
        assert isinstance(letter, Report) and isinstance(error, errors.Damaged) and "n.pdf" in str(error)

    def test_mails_in_mails(self) -> None:
        """Only so deep."""
        made = mail("The innermost.")
        for _ in range(30):
            outer = mail("Another.")
            outer.add_attachment(made)
            made = outer
        assert len(read(made.as_bytes())) == 6

    @pytest.mark.parametrize("charset", ["iso-8859-2", "utf-16", "no-such-charset"])
    def test_charsets(self, charset: str) -> None:
        """The one that the mail names; one that there is not is guessed, and that is said."""
        head = mail().as_bytes().rstrip() + b"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n"
        words = "The mayor of Łódź met them.".encode("iso-8859-2" if charset.startswith("no") else charset)
        made = one(head + f"Content-Type: text/plain; charset={charset}\n\n".encode() + words)
        assert "of Łódź met" in made.layer.text or any("guess" in w for w in made.warnings)

    def test_no_words(self) -> None:
        """It is refused."""
        (error,) = read(mail().as_bytes().rstrip() + b"\nMIME-Version: 1.0\n\n\n")
        assert isinstance(error, errors.EmptyInput)

    @pytest.mark.parametrize("head", ["Date", "From", "Subject", "Content-Type"])
    def test_broken_heads(self, head: str) -> None:
        """What cannot be read of a head is not known, and the words are read."""
        raw = mail("They met in Oslo.").as_bytes()
        made = one(
            b"\n".join(
                b"%s: =?x?q?\xff[]:;<" % head.encode() if x.startswith(head.encode()) else x for x in raw.split(b"\n")
            )
        )
        assert "They met in Oslo." in made.layer.text

    def test_text_that_begins_like_one(self) -> None:
        """A press release with a sender and a subject is no mail."""
        made = one(b"From: The Ministry\nTo: The Press\nSubject: Talks\n\nThey met in Oslo on Monday.")
        assert made.layer.text.startswith("From: The Ministry")


class TestMbox:
    """Many mails in a file."""

    def box(self, count: int) -> bytes:
        """So many mails, with a line in them that begins as a mail does."""
        words = "They met.\n\n>From Oslo they went to Bergen, in round {}.\n"
        mails = (mail(words.format(n), Subject=f"Round {n}").as_bytes() for n in range(count))
        return b"".join(b"From press@ministry.example Tue Aug  7 00:30:00 2018\n" + m + b"\n" for m in mails)

    def test_each(self) -> None:
        """A report each, with the byte that it begins at."""
        raw = self.box(3)
        found = read(raw)
        assert [x.info.title for x in found if isinstance(x, Report)] == ["Round 0", "Round 1", "Round 2"]
        assert all("\nFrom Oslo they went" in x.layer.text for x in found if isinstance(x, Report))

    def test_place_of_an_error(self) -> None:
        """The byte, too."""
        raw = self.box(1)
        (_, error) = read(raw + b"From a@b Tue Aug  7 00:30:00 2018\n" + mail().as_bytes() + b"\n")
        assert isinstance(error, errors.EmptyInput) and f"byte {len(raw)}" in str(error)

    def test_one_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is not kept; the others are read."""
        monkeypatch.setattr(mbox, "MAX_BYTES", 2_000)
        large = b"From a@b Tue Aug  7 00:30:00 2018\n" + mail("They met. " * 400).as_bytes() + b"\n"
        found = read(large + self.box(1))
        assert isinstance(found[0], errors.TooLarge) and isinstance(found[1], Report)
