// The keys of the review: each presses the element that has it as data-key. Off while one types, and while it is sent.
"use strict";
const TYPED = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const keyed = (key) => [...document.querySelectorAll("[data-key]")].find((x) => x.dataset.key.split(" ").includes(key));
const isSending = () => document.querySelector("#main .htmx-request") !== null;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest(TYPED)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const pressed = keyed(event.key);
  if (!pressed || isSending()) return;
  event.preventDefault();
  if (pressed.matches("textarea")) return pressed.focus();
  pressed.click();
  if (pressed.matches("summary") && pressed.parentElement.open)
    pressed.parentElement.querySelector("select, button, input:not([type=hidden])")?.focus();
});
