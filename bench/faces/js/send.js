(form) => {
  form.noValidate = true;
  (form.querySelector("[type=submit]") || form.querySelector("button:not([type])")).click();
}
