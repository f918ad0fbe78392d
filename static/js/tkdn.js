// Shows the value while a component is being typed. The server counts; without this script it shows after saving.
"use strict";

const WAIT = 400;

function liveResult(form) {
  const place = document.getElementById(form.dataset.liveShows);
  let waiting, asking;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.live, {
        method: "POST", body: new FormData(form), signal: asking.signal, redirect: "error",
      });
      if (answer.ok) {
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
        place.replaceChildren(...parsed.body.childNodes);
      }
    } catch {
      // A lost connection leaves the last value in place; saving tells the rest.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
}

for (const form of document.querySelectorAll("form[data-live]")) {
  liveResult(form);
}
