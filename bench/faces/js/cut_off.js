// Text in a box that hides what does not fit; a field one types in scrolls, so it is none.
() => {
  const TYPED = ["INPUT", "TEXTAREA", "SELECT", "OPTION"];
  const hides = (how) => how === "hidden" || how === "clip";
  return [...document.querySelectorAll("body *:not(svg *)")].filter((one) => {
    if (TYPED.includes(one.tagName) || one.clientWidth <= 2 || !one.textContent.trim() || !one.checkVisibility()) {
      return false;
    }
    const style = getComputedStyle(one);
    const isButton = one.matches("button, .btn, .button");
    return ((hides(style.overflowX) || isButton) && one.scrollWidth > one.clientWidth + 1)
        || ((hides(style.overflowY) || isButton) && one.scrollHeight > one.clientHeight + 1);
  }).slice(0, 3).map((one) => one.outerHTML.slice(0, 160));
}
