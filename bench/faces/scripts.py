"""What is asked of a page in the browser itself."""

TELL_OF_CSP = """document.addEventListener('securitypolicyviolation',
  (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI))"""

WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')"""

MOVING = """() => [...document.querySelectorAll('*')]
  .filter((one) => {
    const style = getComputedStyle(one);
    return style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0.01) || style.animationName !== 'none';
  })
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""

CUT_OFF = """() => {
  const clips = (how) => how === 'hidden' || how === 'clip';
  const isTyped = (one) => ['INPUT', 'TEXTAREA', 'SELECT', 'OPTION'].includes(one.tagName);
  return [...document.querySelectorAll('body *:not(svg *)')].filter((one) => {
    if (isTyped(one) || one.clientWidth <= 2 || !one.textContent.trim() || !one.checkVisibility()) return false;
    const style = getComputedStyle(one);
    const spills = one.matches('button, .btn, .button');
    return (clips(style.overflowX) || spills) && one.scrollWidth > one.clientWidth + 1
        || (clips(style.overflowY) || spills) && one.scrollHeight > one.clientHeight + 1;
  }).slice(0, 3).map((one) => one.outerHTML.slice(0, 160));
}"""
"""Text in a box that hides what does not fit; a field one types in scrolls, so it is none."""

UNREACHED = """() => {
  const LOOK = ['outlineStyle', 'outlineWidth', 'boxShadow', 'borderColor', 'backgroundColor', 'textDecorationLine', 'top', 'left', 'clip', 'clipPath'];
  const look = (one) => { const style = getComputedStyle(one); return LOOK.map((name) => style[name]).join(); };
  const wrong = [];
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]')) {
    if (one.disabled || one.closest('[aria-hidden=true]') || !one.checkVisibility({ visibilityProperty: true })) continue;
    document.activeElement.blur();
    const before = look(one) + look(one.parentElement);
    one.focus();
    if (one.tabIndex < 0 || document.activeElement !== one) wrong.push('no key leads to: ' + one.outerHTML.slice(0, 120));
    else if (look(one) + look(one.parentElement) === before) wrong.push('one does not see the focus on: ' + one.outerHTML.slice(0, 120));
  }
  return wrong.slice(0, 3);
}"""
"""What one can press but not reach by keys, or not see that it was reached."""

EMPTY = """(form) => {
  for (const one of form.elements) {
    if (one.type === 'checkbox' || one.type === 'radio') one.checked = false;
    else if (one.tagName === 'SELECT') one.value = '';
    else if (one.tagName === 'TEXTAREA') one.value = '';
    else if (one.tagName === 'INPUT' && !['hidden', 'submit', 'button', 'image', 'reset'].includes(one.type)) one.value = '';
  }
  return !form.checkValidity();
}"""
"""Takes everything out of a form; true when something is then missing that the form requires."""

SEND = """(form) => {
  form.noValidate = true;
  (form.querySelector('[type=submit]') || form.querySelector('button:not([type])')).click();
}"""

SUMMARY = """() => {
  const summary = document.querySelector('.error-summary, .errornote');
  if (!summary) return ['an empty form is answered without a summary of what is missing'];
  if (summary.classList.contains('errornote')) return [];
  const wrong = [];
  if (!summary.contains(document.activeElement)) wrong.push('the summary of errors does not get the focus');
  for (const link of summary.querySelectorAll('a')) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) wrong.push('an error leads to no field: ' + link.outerHTML);
    else { field.focus(); if (document.activeElement !== field) wrong.push('an error leads to what takes no focus: ' + link.outerHTML); }
  }
  for (const field of document.querySelectorAll('[aria-invalid=true]')) {
    const ids = (field.getAttribute('aria-describedby') || field.closest('fieldset')?.getAttribute('aria-describedby') || '').split(' ');
    if (!ids.some((id) => document.getElementById(id)?.textContent.trim())) wrong.push('a field is wrong and does not say why: ' + field.outerHTML.slice(0, 160));
  }
  return wrong;
}"""
"""What is wrong with the way a refused form tells of its errors; the desk's own note is Django's."""
