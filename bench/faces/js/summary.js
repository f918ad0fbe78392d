// What is wrong with the way a refused form tells of its errors; the desk's own note is Django's.
() => {
  const summary = document.querySelector(".error-summary, .errornote");
  if (!summary) {
    return ["an empty form is answered without a summary of what is missing"];
  }
  if (summary.matches(".errornote")) {
    return [];
  }
  const wrong = [];
  if (!summary.contains(document.activeElement)) {
    wrong.push("the summary of errors does not get the focus");
  }
  for (const link of summary.querySelectorAll("a")) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    field?.focus();
    if (!field || document.activeElement !== field) {
      wrong.push(`an error leads to no field: ${link.outerHTML}`);
    }
  }
  for (const field of document.querySelectorAll("[aria-invalid=true]")) {
    const says = [field, field.closest("fieldset")].map((one) => one?.getAttribute("aria-describedby") || "").join(" ");
    if (!says.split(" ").some((id) => document.getElementById(id)?.textContent.trim())) {
      wrong.push(`a field is wrong and does not say why: ${field.outerHTML.slice(0, 160)}`);
    }
  }
  return wrong;
}
