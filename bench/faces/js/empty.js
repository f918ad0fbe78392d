// Takes everything out of a form; true when something is then missing that the form requires.
(form) => {
  const KEPT = ["hidden", "submit", "button", "image", "reset"];
  for (const one of form.elements) {
    if (one.type === "checkbox" || one.type === "radio") {
      one.checked = false;
    } else if (["SELECT", "TEXTAREA", "INPUT"].includes(one.tagName) && !KEPT.includes(one.type)) {
      one.value = "";
    }
  }
  return !form.checkValidity();
}
