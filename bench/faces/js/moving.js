() => [...document.querySelectorAll("*")]
  .filter((one) => {
    const style = getComputedStyle(one);
    const lasts = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01);
    return lasts || style.animationName !== "none";
  })
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))
