// While a worker reads a file, its page looks again every two seconds; without scripts a link does.
"use strict";

const EVERY = 2000;

async function lookAgain() {
  const box = document.querySelector("[data-import-progress]");
  if (!box) {
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-import-progress]");
    if (!next) {
      location.reload();
      return;
    }
    box.replaceChildren(...next.childNodes);
  } catch {
    // The line is gone for a moment: what stands there stays, and the next look may reach the portal again.
  }
  setTimeout(lookAgain, EVERY);
}

document.addEventListener("DOMContentLoaded", () => setTimeout(lookAgain, EVERY));
