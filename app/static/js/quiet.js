// Forms marked data-quiet are sent without leaving the page; what is marked data-live is drawn anew from the answer.


let changed = 0;

// What was asked before something changed is old when it comes: then it is asked again.
export const touch = () => { changed = performance.now(); };
export const isOld = (began) => changed >= began;

// The whole page anew, once at a time: whoever asks while one is on its way shares the one after it.
let refreshing = null, again = false;

export function refresh() {
  again = true;
  return refreshing ??= whileAsked();
}

async function whileAsked() {
  try {
    while (again) {
      again = false;
      const began = performance.now();
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const html = await answer.text();
      await handsOff();
      if (isOld(began)) again = true;
      else if (answer.ok && !answer.redirected) draw(html);
    }
  } finally { refreshing = null; }
}

// A button that is being pressed stays where it is until it is let go: else the press would be lost.
let held = 0;
for (const [name, by] of [["pointerdown", 1], ["pointerup", 0], ["pointercancel", 0]]) addEventListener(name, () => { held = by; }, true);
addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") held = 1; }, true);
addEventListener("keyup", () => { held = 0; }, true);
addEventListener("blur", () => { held = 0; });
const moment = (time) => new Promise((done) => { setTimeout(done, time); });

export async function handsOff() {
  for (let tries = 0; tries < 40; tries++) {
    await moment(held ? 50 : 0);
    if (!held) return;
  }
}

// `own` is the part whose form was just sent: it may change under the hand that sent it.
export function draw(html, own = null) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const now = fresh.getElementById(old.id);
    const busy = old.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
    if (!now || (busy && old !== own)) continue;
    for (const open of old.querySelectorAll("details[open][id]")) now.querySelector(`#${open.id}`)?.setAttribute("open", "");
    if (old.outerHTML !== now.outerHTML) keepFocus(old, now);
  }
  for (const item of document.querySelectorAll(".agenda > li[id]")) {
    const now = fresh.getElementById(item.id);
    if (now) item.classList.toggle("now", now.classList.contains("now"));
  }
  document.dispatchEvent(new CustomEvent("drawn", { detail: fresh }));
}

const REACHED = "button, a, select, summary";

// What had the focus is replaced by its successor: the focus stays where the hand was.
function keepFocus(old, now) {
  const at = [...old.querySelectorAll(REACHED)].indexOf(document.activeElement);
  old.replaceWith(now);
  focusOn(now, at);
}

export function fill(place, html) {
  const at = [...place.querySelectorAll(REACHED)].indexOf(document.activeElement);
  place.innerHTML = html;
  focusOn(place, at);
}

function focusOn(place, at) {
  if (at >= 0) ([...place.querySelectorAll(REACHED)][at] || place.querySelector(REACHED))?.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-quiet") || event.defaultPrevented) return;
  event.preventDefault();
  try {
    const began = performance.now();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
    if (!answer) return notHeard(form);
    const old = isOld(began);
    touch();
    if (!answer.ok) throw new Error(String(answer.status));
    if (old) await refresh();
    else draw(await answer.text(), form.closest("[data-live]"));
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    freshKey(form);
  } catch {
    form.removeAttribute("data-quiet");
    delete form.dataset.sent;
    form.requestSubmit(event.submitter);
  }
});

// With the same key it can be sent again: if it was heard after all, it counts once.
function notHeard(form) {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  form.dispatchEvent(new CustomEvent("unreached", { bubbles: true }));
}

document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-quiet-on-change]")) event.target.form.requestSubmit();
});

export function freshKey(form) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (form?.elements.key) form.elements.key.value = key;
  return key;
}
