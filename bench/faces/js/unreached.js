// What one can press but not reach by keys, or not see that it was reached.
() => {
  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";
  const SHOWS = ["outlineStyle", "outlineWidth", "boxShadow", "borderColor", "backgroundColor", "textDecorationLine",
    "top", "left", "clip", "clipPath"];
  const look = (one) => [one, one.parentElement].map((each) => {
    const style = getComputedStyle(each);
    return SHOWS.map((name) => style[name]).join();
  }).join();
  const wrong = [];
  for (const one of document.querySelectorAll(PRESSED)) {
    if (one.disabled || one.closest("[aria-hidden=true]") || !one.checkVisibility({ visibilityProperty: true })) {
      continue;
    }
    document.activeElement.blur();
    const before = look(one);
    one.focus();
    const start = one.outerHTML.slice(0, 120);
    if (one.tabIndex < 0 || document.activeElement !== one) {
      wrong.push(`no key leads to: ${start}`);
    } else if (look(one) === before) {
      wrong.push(`one does not see the focus on: ${start}`);
    }
  }
  return wrong.slice(0, 3);
}
