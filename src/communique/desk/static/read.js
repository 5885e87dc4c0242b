// Reading in the browser: a file may be dropped on the page, Ctrl+Enter reads what is written.
"use strict";
const form = () => document.getElementById("read");
const holdsFile = (event) => form() && event.dataTransfer?.types.includes("Files");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  if (event.target.closest("#read")) form().requestSubmit();
});
document.addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  document.body.classList.remove("over");
  document.getElementById("file").files = event.dataTransfer.files;
  document.getElementById("text").value = "";
  form().requestSubmit();
});
