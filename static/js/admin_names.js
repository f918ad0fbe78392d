// Searched drop-downs (Select2) take no name from their label; screen readers then say nothing when one is empty.
"use strict";

function nameDropDowns() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) {
      label.id = `${select.id}-label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      chosen.setAttribute("aria-labelledby", label.id);
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    }
  }
}

window.addEventListener("load", nameDropDowns);
document.addEventListener("formset:added", () => setTimeout(nameDropDowns));
