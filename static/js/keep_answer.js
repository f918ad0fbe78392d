/* Keeps what is being typed on this page in this browser while the network is away; never a NIK, never another page.
   The server keeps every answer it has received; this is only for the one on its way. */
const form = document.querySelector("[data-keep-answer]");
if (form) {
  const key = "answer:" + form.dataset.keepAnswer;
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "submit", "password", "file"].includes(field.type) && field.name !== "npwp");
  const now = () => fields.map((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value));
  const store = (work) => { try { return work(); } catch { return null; } };
  const kept = store(() => JSON.parse(localStorage.getItem(key)));
  const isEmpty = fields.every((field) => (["radio", "checkbox"].includes(field.type) ? !field.checked : !field.value));
  if (kept && kept.length === fields.length && isEmpty) {
    fields.forEach((field, at) => { if (["radio", "checkbox"].includes(field.type)) field.checked = kept[at]; else field.value = kept[at]; });
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.keptWords;
    form.before(note);
  } else {
    store(() => localStorage.removeItem(key));
  }
  // Another page means the server has the answer of the one before it.
  store(() => Object.keys(localStorage).filter((old) => old.startsWith("answer:") && old !== key).forEach((old) => localStorage.removeItem(old)));
  const keep = () => store(() => localStorage.setItem(key, JSON.stringify(now())));
  form.addEventListener("input", keep);
  // What was typed before this script was there.
  if (fields.some((field) => field.defaultValue !== undefined && field.value !== field.defaultValue)) keep();
}
