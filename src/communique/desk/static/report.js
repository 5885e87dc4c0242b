// A report's page: marks and lists lead to each other, and what is selected in the text becomes a span of characters.
"use strict";
(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const runs = [...text.querySelectorAll(".run")];
  const begins = (run) => Number(run.dataset.start);
  const byKey = new Map();
  for (const one of text.querySelectorAll("[data-of]"))
    for (const key of one.dataset.of.split(" ")) byKey.set(key, [...(byKey.get(key) ?? []), one]);
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const selection = getSelection();

  // What belongs together is lit together.
  let lit = [];
  const light = (some) => {
    for (const one of lit) one.classList.remove("lit");
    lit = some;
    for (const one of lit) one.classList.add("lit");
  };
  const together = (keys) =>
    keys.flatMap((key) => [...(byKey.get(key) ?? []), document.getElementById(key)]).filter(Boolean);
  const within = (link) =>
    runs.filter((run) => begins(run) >= Number(link.dataset.start) && begins(run) < Number(link.dataset.end));
  const over = ({ target }) => {
    const link = target.closest(".beside a[data-start]");
    const mark = target.closest("[data-of]"), item = target.closest("[data-key]");
    if (link) light(within(link));
    else if (mark) light(together(mark.dataset.of.split(" ")));
    else if (item) light(together([item.dataset.key]));
    else if (target.closest(".both")) light([]);
  };
  document.addEventListener("mouseover", over);
  document.addEventListener("focusin", over);

  // From a mark to its item and back, without the page being thrown about.
  const show = (element, block) => element.scrollIntoView({ block, behavior: smooth });
  const goTo = (some) => {
    light(some);
    if (some.length) show(some[0], "center");
    return some.length > 0;
  };
  document.querySelector(".both").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a"), item = event.target.closest("[data-key]");
    if (link && text.contains(link)) {
      if (link.hash.length < 2) return;
      event.preventDefault();
      if (!selection.isCollapsed || text.isContentEditable) return;
      const to = document.getElementById(link.hash.slice(1));
      to.tabIndex = -1;
      to.focus({ preventScroll: true });
      light(together([to.id]));
      show(to, "nearest");
    } else if (link?.dataset.start) {
      if (!goTo(within(link))) return;
      event.preventDefault();
      history.replaceState(history.state, "", link.href);
    } else if (link?.matches(".sign")) {
      if (goTo(byKey.get(item?.dataset.key) ?? [])) event.preventDefault();
    } else if (item && !link && selection.isCollapsed && !event.target.closest("details")) {
      goTo(byKey.get(item.dataset.key) ?? []);
    }
  });

  // Code points, as the ledger counts: a character beyond the first plane is two units here, and one there.
  const points = (words) => [...words].length;
  const piece = (run, range) => {
    const part = document.createRange();
    part.selectNodeContents(run);
    const before = part.cloneRange();
    if (run.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (run.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    before.setEnd(part.startContainer, part.startOffset);
    return { start: begins(run) + points(before.toString()), words: part.toString() };
  };
  const spanOf = (range) => {
    const pieces = runs.filter((run) => range.intersectsNode(run)).map((run) => piece(run, range)).filter((p) => p.words);
    const words = pieces.map((p) => p.words).join("");
    if (!words.trim()) return null;
    const last = pieces.at(-1);
    return {
      start: pieces[0].start + points(words) - points(words.trimStart()),
      end: last.start + points(last.words) - (points(words) - points(words.trimEnd())),
      words: words.trim(),
    };
  };

  const form = document.getElementById("choosing");
  if (!form) return;
  const told = document.getElementById("chosen");
  const choose = () => {
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const span = text.contains(range.commonAncestorContainer) || range.intersectsNode(text) ? spanOf(range) : null;
    if (!span) return;
    document.getElementById("correct").open = true;
    form.elements.start.value = span.start;
    form.elements.end.value = span.end;
    form.elements.words.value = "";
    told.textContent = `“${span.words}”`;
    if (CSS.highlights) CSS.highlights.set("chosen", new Highlight(range.cloneRange()));
  };
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(choose);
  });

  // By keys: the browser's own caret, in a text that nothing changes.
  const keys = document.getElementById("by-keys");
  const refuse = (event) => event.preventDefault();
  const kept = runs.map((run) => run.textContent);
  const restore = () => runs.forEach((run, n) => run.textContent === kept[n] || (run.textContent = kept[n]));
  const mode = (on) => {
    keys.setAttribute("aria-pressed", String(on));
    if (!on) return ["contenteditable", "role", "aria-readonly", "aria-multiline"].forEach((x) => text.removeAttribute(x));
    for (const [name, value] of Object.entries({
      contenteditable: "true", role: "textbox", "aria-readonly": "true", "aria-multiline": "true", spellcheck: "false",
      inputmode: "none",
    })) text.setAttribute(name, value);
    text.focus({ preventScroll: true });
    const from = document.getElementById("at") ?? runs.find((run) => run.getBoundingClientRect().top >= 0) ?? runs[0];
    if (from) selection.collapse(from.firstChild, 0);
  };
  keys.hidden = false;
  keys.addEventListener("click", () => mode(!text.isContentEditable));
  for (const kind of ["beforeinput", "paste", "cut", "drop"]) text.addEventListener(kind, refuse);
  text.addEventListener("input", restore);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { mode(false); keys.focus(); }
    if (event.key === "Enter" && text.isContentEditable) { event.preventDefault(); mode(false); form.elements.what.focus(); }
  });
})();
