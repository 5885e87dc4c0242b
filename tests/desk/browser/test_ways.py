"""What people do at the desk, from beginning to end, with the mouse and with the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.desk.browser.looks import Watched

REPORT = """Senator invites Norwegian lawmakers to Washington

OSLO, Aug. 6, 2018 - Senator Susan Collins met Boris Klein, the chairman of the foreign affairs committee of
Norway's parliament, in Oslo on Monday and invited a delegation of the committee to Washington.

"We agreed that the delegation may come as early as this fall," Collins told reporters after the meeting.

Klein said that he had accepted the invitation.
"""


def test_from_a_text_to_an_accepted_engagement(watched: Watched) -> None:
    """A report is pasted, read, looked at, added; one of its engagements is accepted, and is found as such."""
    page = watched.page
    page.goto("/read")
    page.get_by_label("Text", exact=True).fill(REPORT)
    page.get_by_label("Day of publication").fill("2018-08-07")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_text("Not stored.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("main")).to_contain_text("Boris Klein")
    page.get_by_role("button", name="Add to the ledger").click()
    page.get_by_role("link", name="See it there").click()
    page.get_by_role("link", name="meeting", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meeting")
    page.get_by_role("button", name="Accept").first.click()
    expect(page.get_by_role("main")).to_contain_text("accepted")
    page.goto("/engagements?review=accepted&actor=Boris+Klein")
    expect(page.locator("li.entry")).to_have_count(1)
    page.locator("li.entry a.quote bdi").first.click()
    expect(page.locator(".run.at").first).to_be_in_viewport()
    assert "met Boris Klein" in "".join(page.locator(".run.at").all_inner_texts())


def left(page: Page) -> int:
    """How many engagements the queue has."""
    return int(page.locator("#left").inner_text().replace(",", ""))


def press(page: Page, key: str) -> None:
    """Press a key once nothing is being sent: until then the queue takes none."""
    expect(page.locator("#main .htmx-request")).to_have_count(0)
    page.keyboard.press(key)


def test_the_queue_by_keys_alone(watched: Watched) -> None:
    """Accept, unsure, back, undo: the next one is there after each; keys are listed, and off while one types."""
    page = watched.page
    page.goto("/review?country=RUS")
    before, first = left(page), page.locator("article.subject").get_attribute("id")
    press(page, "a")
    expect(page.locator(f"#{first}")).to_have_count(0)
    assert left(page) == before - 1
    second = page.locator("article.subject").get_attribute("id")
    press(page, "u")
    expect(page.locator(f"#{second}")).to_have_count(0)
    press(page, "z")
    expect(page.locator(f"article#{second}")).to_be_visible()
    assert left(page) == before - 1
    press(page, "n")
    expect(page.locator(f"article#{second}")).to_have_count(0)
    press(page, "k")
    expect(page.locator(f"article#{second}")).to_be_visible()
    press(page, "t")
    page.keyboard.type("area")
    expect(page.get_by_label("Note").first).to_have_value("area")
    expect(page.locator(f"article#{second}")).to_be_visible()
    press(page, "Escape")
    press(page, "?")
    expect(page.get_by_text("undo", exact=False).first).to_be_visible()


def test_a_search_by_keys_alone(watched: Watched) -> None:
    """From the first page to the words of a report, without a mouse."""
    page = watched.page
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("summit")
    page.keyboard.press("Enter")
    expect(page.locator("li.entry").first).to_be_visible()
    page.locator("li.entry a.quote").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".run.at").first).to_be_in_viewport()


def test_a_choice_keeps_its_place(watched: Watched) -> None:
    """A value of a facet narrows the list to as many as it said, and back leads back."""
    page = watched.page
    page.goto("/engagements")
    count = page.locator("#count").inner_text()
    value = page.locator("a[href*='status=planned']").first
    many = re.search(r"\d+", value.locator("xpath=..").inner_text())
    assert many
    value.click()
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{many.group()} "))
    page.go_back()
    expect(page.locator("#count")).to_have_text(count)


def test_words_marked_by_keys_become_evidence(watched: Watched) -> None:
    """A missed engagement is added from words that are marked with a caret in the text; then it is undone."""
    page = watched.page
    page.goto("/report?id=senators-moscow")
    page.locator("#correct > summary").click()
    page.locator("#by-keys").click()
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator("#chosen")).not_to_contain_text("Mark words")
    page.keyboard.press("Enter")
    start, end = (page.locator(f"#choosing input[name={name}]").input_value() for name in ("start", "end"))
    assert int(end) > int(start)
