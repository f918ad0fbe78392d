/* A button under each password field that shows what was typed; without scripts the field works as ever. */
for (const form of document.querySelectorAll("[data-show-password]")) {
  for (const input of form.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain mt-2";
    const say = () => { button.textContent = input.type === "password" ? form.dataset.showPassword : form.dataset.hidePassword; };
    button.addEventListener("click", () => { input.type = input.type === "password" ? "text" : "password"; say(); });
    form.addEventListener("submit", () => { input.type = "password"; });
    say();
    input.after(button);
  }
}
