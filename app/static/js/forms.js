// A second click does nothing, a dangerous one asks, and typed text is not left behind by accident.
const dirty = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.querySelector("[data-unreached]")?.remove();
  if (!navigator.onLine && form.method === "post" && !event.defaultPrevented) { event.preventDefault(); unreached(form); return; }
  if (button?.dataset.confirm && !window.confirm(button.dataset.confirm)) { event.preventDefault(); return; }
  if (form.method === "post") {
    form.dataset.sent = "1";
    button?.setAttribute("aria-busy", "true");
  }
  dirty.delete(form);
});

// Nobody hears it: say so beside the button, and leave what was typed where it is.
function unreached(form) {
  const said = document.createElement("p");
  said.className = "notice";
  said.setAttribute("role", "alert");
  said.dataset.unreached = "";
  said.textContent = document.body.dataset.offline;
  form.append(said);
}
document.addEventListener("unreached", (event) => unreached(event.target));
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});
document.addEventListener("input", (event) => {
  if (event.target.form?.hasAttribute("data-guard")) dirty.add(event.target.form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some((form) => dirty.has(form))) event.preventDefault();
});
