// Searched drop-downs (Select2) take no name from their label; screen readers then say nothing when one is empty.
"use strict";

function nameDropDowns() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (label) {
      label.id = `${select.id}-label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      chosen.setAttribute("aria-labelledby", label.id);
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    }
  }
}

// Whenever they appear: at first, or with a row that is added later.
new MutationObserver(nameDropDowns).observe(document.documentElement, { childList: true, subtree: true });
