// A button beside each value that copies it; without this script the text is selected by hand.
"use strict";

function addButton(list, value) {
  const button = document.createElement("button");
  const label = value.closest("div").querySelector("dt").textContent.trim();
  button.type = "button";
  button.className = "btn btn-plain";
  button.textContent = list.dataset.copy;
  button.setAttribute("aria-label", `${list.dataset.copy}: ${label}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value.textContent.trim());
    button.textContent = list.dataset.copied;
    button.setAttribute("aria-label", `${list.dataset.copied}: ${label}`);
  });
  value.after(button);
}

if (navigator.clipboard) {
  for (const list of document.querySelectorAll("[data-copy]")) {
    list.querySelectorAll(".to-copy-value").forEach((value) => addButton(list, value));
  }
}
