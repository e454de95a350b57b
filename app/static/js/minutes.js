// Taking minutes: what is typed is on this device at once and on the server a moment later. Nothing typed is lost
// by a fallen line, an ended session, a reload or somebody else in the same block.
import { fill, freshKey, refresh, touch } from "./quiet.js";

const IDLE = 1500, AGAIN = 4000, LOOK = 15000;
const SIGN = /^([!=?])[ \t]*([\p{L}\p{N}_].*)$/u;
const store = {
  name: (id) => `minutes:${location.pathname}:${id}`,
  get(id) { try { return JSON.parse(localStorage.getItem(this.name(id))); } catch { return null; } },
  set(id, value) { try { localStorage.setItem(this.name(id), JSON.stringify(value)); } catch { /* a full or closed store: the page itself still holds the text */ } },
  drop(id) { try { localStorage.removeItem(this.name(id)); } catch { /* as above */ } },
};

const marked = (line) => SIGN.test(line);
const without = (text) => text.split("\n").filter((line) => !marked(line)).join("\n").replace(/\n+$/, "");

// The text without the marked lines that were sent: each of them once, for they are records now.
function taken(text, sent) {
  const gone = sent.split("\n").filter(marked);
  return text.split("\n").filter((line) => {
    const at = gone.indexOf(line);
    if (at < 0) return true;
    gone.splice(at, 1);
    return false;
  }).join("\n");
}

class Block {
  constructor(form) {
    this.form = form;
    this.id = form.dataset.minute;
    this.area = form.elements.written;
    this.state = form.querySelector("[role=status]");
    this.base = Number(form.elements.base.value);
    this.saved = this.area.value;
    this.sending = null;
    this.busy = false;
    this.urgent = false;
    this.timer = 0;
    this.collided = false;
    form.querySelector("[data-signs]").hidden = false;
    for (const button of form.querySelectorAll("[data-sign]")) button.addEventListener("click", () => this.mark(button.dataset.sign));
    form.querySelector("[data-members]")?.addEventListener("click", (event) => this.perMember(event.target.closest("button")));
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", (event) => this.dirty && !form.contains(event.relatedTarget) && this.send());
    this.restore();
  }

  get dirty() { return this.area.value !== this.saved; }

  say(what) {
    this.state.textContent = what ? this.state.dataset[what] || what : "";
    this.state.classList.toggle("minute__state--late", ["offline", "session", "restored"].includes(what));
  }

  // What this device still holds from before: sent again under its own key, or put back in the field.
  restore() {
    const draft = store.get(this.id);
    if (!draft) return;
    this.sending = draft.sending || null;
    if (draft.text !== this.area.value || this.sending) {
      this.area.value = draft.text;
      this.base = draft.base;
      this.say("restored");
      this.later(200);
    } else store.drop(this.id);
  }

  keep() { store.set(this.id, { text: this.area.value, base: this.base, sending: this.sending }); }

  typed() {
    this.keep();
    this.say("typing");
    this.later(IDLE);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // While a line with a sign is being typed it is not yet an agreement: it waits for its end.
  get unfinished() {
    if (document.activeElement !== this.area) return false;
    const before = this.area.value.slice(0, this.area.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    return /^[!=?]/.test(line);
  }

  async send(now = false) {
    clearTimeout(this.timer);
    if (this.busy) this.urgent ||= now;
    if (this.busy || this.collided) return;
    if (!this.sending) {
      if (!this.dirty) { store.drop(this.id); return; }
      if (this.unfinished && !now) { this.later(IDLE * 4); return; }
      this.sending = { key: freshKey(null), written: this.area.value, base: this.base };
      this.keep();
    }
    this.busy = true;
    this.say("saving");
    try { await this.post(); }
    catch { this.say("offline"); this.later(AGAIN); }
    this.busy = false;
    const { urgent } = this;
    this.urgent = false;
    if (urgent && !this.sending) this.send(true);
    else if (!this.sending && this.dirty && !this.collided) this.later(IDLE);
  }

  async post() {
    const body = new FormData();
    body.set("csrf_token", this.form.elements.csrf_token.value);
    for (const [name, value] of Object.entries(this.sending)) body.set(name, value);
    const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return this.done(await answer.json());
    if (answer.status === 409 && answer.headers.get("Content-Type")?.includes("json")) return this.collide(await answer.json());
    if (answer.status === 400 || answer.status === 401) return this.comeBack();
    if (answer.status >= 500) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.sending = null;
    this.collided = true;
    this.keep();
    this.say(page.querySelector("main p")?.textContent.trim() || String(answer.status));
    this.state.classList.add("minute__state--late");
  }

  // The token or the session is over: a page asked anew brings another token, once she is signed in again.
  async comeBack() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(`form[data-minute="${this.id}"] [name=csrf_token]`)?.value;
    if (token) for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
    this.say(token ? "saving" : "session");
    this.later(token ? 100 : AGAIN);
  }

  done(answer) {
    touch();
    const sent = this.sending, same = this.area.value === sent.written;
    this.sending = null;
    if (same) {
      this.put(answer.text);
      this.base = answer.version;
      this.saved = this.area.value;
    } else {
      const mine = without(sent.written);
      this.put(taken(this.area.value, sent.written));
      if (answer.text === mine) { this.base = answer.version; this.saved = answer.text; }
      else this.saved = null;
    }
    this.form.elements.base.value = this.base;
    if (same) { store.drop(this.id); this.say("saved"); } else { this.keep(); this.say("typing"); }
    if (answer.outcomes !== undefined) {
      const place = document.getElementById(`outcomes-${this.id}`);
      if (place) fill(place, answer.outcomes);
    }
    if (sent.written.split("\n").some(marked)) refresh().catch(() => {});
  }

  // Other text in the field; the caret stays as far from the end as it was.
  put(text) {
    if (this.area.value === text) return;
    const held = document.activeElement === this.area, end = this.area.value.length - this.area.selectionEnd;
    this.area.value = text;
    if (held) this.area.setSelectionRange(Math.max(0, text.length - end), Math.max(0, text.length - end));
  }

  collide(texts) {
    this.collided = true;
    this.sending = null;
    this.base = texts.version;
    this.keep();
    const panes = this.form.querySelector("template").content.cloneNode(true).firstElementChild;
    for (const name of ["base", "theirs", "mine"]) panes.querySelector(`[data-${name}]`).textContent = texts[name];
    panes.querySelector("[data-mine]").textContent = this.area.value;
    panes.addEventListener("click", (event) => {
      const take = event.target.dataset.take;
      if (!take) return;
      const mine = this.area.value;
      this.area.value = { mine, theirs: texts.theirs, both: `${texts.theirs}\n${mine}` }[take];
      this.saved = texts.theirs;
      this.collided = false;
      panes.remove();
      this.area.focus();
      this.keep();
      this.send(true);
    });
    this.say(texts.words);
    this.form.append(panes);
    panes.querySelector("button").focus();
  }

  // The sign before the line of the caret, or before a new line: one keystroke or one press.
  mark(sign) {
    const { value, selectionStart: at } = this.area;
    const start = value.lastIndexOf("\n", at - 1) + 1;
    const old = /^[!=?][ \t]*/.exec(value.slice(start))?.[0] || "";
    this.area.setRangeText(`${sign} `, start, start + old.length, "end");
    const end = this.area.value.indexOf("\n", start);
    this.area.focus();
    this.area.setSelectionRange(end < 0 ? this.area.value.length : end, end < 0 ? this.area.value.length : end);
    this.typed();
  }

  // A line for each member that has none yet, to fill in while they speak.
  perMember(button) {
    const lines = this.area.value.split("\n").filter(Boolean);
    for (const name of button.dataset.members.split("|")) {
      if (!lines.some((line) => line.startsWith(`- ${name}:`))) lines.push(`- ${name}: `);
    }
    this.area.value = lines.join("\n");
    this.area.focus();
    this.typed();
  }

  // Somebody else's text, when nothing of this device waits.
  follow(form) {
    if (this.dirty || this.busy || this.sending || this.collided) return;
    this.base = Number(form.elements.base.value);
    this.put(form.elements.written.value);
    this.saved = this.area.value;
  }
}

const blocks = new Map([...document.querySelectorAll("form[data-minute]")].map((form) => [form.dataset.minute, new Block(form)]));
const list = [...blocks.values()];

document.addEventListener("submit", (event) => {
  const block = blocks.get(event.target.dataset.minute);
  if (!block) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  block.send(true);
}, true);
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const at = list.findIndex((block) => block.form.closest("li, section").contains(document.activeElement));
  const next = list[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
  if (next) { event.preventDefault(); next.area.focus(); next.area.scrollIntoView({ block: "center" }); }
});
document.addEventListener("drawn", (event) => {
  for (const form of event.detail.querySelectorAll("form[data-minute]")) blocks.get(form.dataset.minute)?.follow(form);
});
window.addEventListener("online", () => list.forEach((block) => (block.dirty || block.sending) && block.send()));
window.addEventListener("beforeunload", () => list.forEach((block) => block.dirty && block.keep()));

// What others wrote meanwhile; the table itself live.js keeps fresh, and more often.
setInterval(() => { if (!document.hidden && document.querySelector(".agenda > .now")) refresh().catch(() => {}); }, LOOK);

for (const button of document.querySelectorAll("[data-all-present]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const select of button.form.querySelectorAll("select")) if (!select.value) select.value = "present";
  });
}
