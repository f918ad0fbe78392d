// Keys of the queue: what bears data-key is pressed by that letter. The tick switches them off (WCAG 2.1.4).
"use strict";

const box = document.getElementById("keys-on");
const STORED = "desk-keys";

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") && target !== box;
}

function press(element) {
  if (element instanceof HTMLDetailsElement) {
    element.open = true;
    element.querySelector("input:not([type=hidden]), textarea").focus();
  } else {
    element.click();
  }
}

if (box) {
  box.closest("label").hidden = false;
  box.checked = localStorage.getItem(STORED) !== "off";
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) {
      return;
    }
    const element = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (element) {
      event.preventDefault();
      press(element);
    }
  });
}
