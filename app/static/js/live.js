// The table of a running meeting or an open round fills in by itself: while the page is looked at, it asks every
// moment whether there is news (304 when there is none) and lets quiet.js put in what changed.
import { draw, handsOff, isOld, refresh } from "./quiet.js";

const EVERY = 1150, SPREAD = 250, LONGEST = 10000, SLOWER = 1.7, AGENDA = 3000;
const note = document.getElementById("live-note");
const heart = () => document.getElementById("live");
const began = heart()?.dataset.state;
let etag = "", wait = EVERY, timer = 0, asking = null, over = false, away = false, agendaTimer = 0, ahead = 0;

// Many screens in one room do not all ask in the same moment.
const later = () => {
  clearTimeout(timer);
  if (!over && !away && !document.hidden) timer = setTimeout(ask, wait + Math.random() * SPREAD);
};

// One question at a time. Whoever wakes up asks at once, also when a question from before her sleep still hangs.
async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController(), since = performance.now();
  const tooLong = setTimeout(() => mine.abort(), LONGEST);
  try {
    const answer = await fetch(note.dataset.now, { headers: etag ? { "If-None-Match": etag } : {}, redirect: "manual", cache: "no-store", signal: mine.signal });
    await hear(answer, since, mine);
    if (!over && !away) { wait = EVERY; say(""); }
  } catch (error) {
    if (asking !== mine) return;
    wait = Math.min(LONGEST, wait * SLOWER);
    if (!document.hidden) say(note.dataset.offline);
  } finally { clearTimeout(tooLong); }
  if (asking === mine) { asking = null; later(); }
}

async function hear(answer, since, mine) {
  const html = await answer.text();  // also of what says nothing: what is not read keeps its connection busy
  if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
  if (answer.status === 403 || answer.status === 404) return end(note.dataset.shut, note.dataset.again);
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(String(answer.status));
  await handsOff();
  if (asking !== mine || isOld(since)) return;  // what she did meanwhile drew a newer page: ask again
  put(html);
  etag = answer.headers.get("ETag") || "";
}

function put(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live"), agenda = heart().dataset.agenda;
  if (!fresh) return;
  if (fresh.dataset.state !== began) return close();
  draw(html);
  setClock();
  for (const item of document.querySelectorAll(".agenda > li[id]")) item.classList.toggle("now", item.id === fresh.dataset.item);
  if (fresh.dataset.agenda !== agenda) agendaSoon();
}

// An item was added, or ended: the agenda around the table may come a moment later, not for everybody at once.
function agendaSoon() {
  clearTimeout(agendaTimer);
  agendaTimer = setTimeout(() => refresh().catch(() => {}), Math.random() * AGENDA);
}

function close() {
  if (note.dataset.ends === "reload") { over = true; location.reload(); } else end(note.dataset.ended, note.dataset.show);
}

function end(sentence, link) {
  over = true;
  clearTimeout(agendaTimer);
  show(sentence, link);
}

// Nothing more is asked, until she comes back to this page: she may have signed in elsewhere.
function signedOut() {
  away = true;
  show(note.dataset.signedOut, note.dataset.signIn);
}

function show(sentence, link) {
  const way = document.createElement("a");
  way.href = location.pathname;
  way.textContent = link;
  note.replaceChildren(`${sentence} `, way);
}

function say(sentence) { if (note.textContent !== sentence) note.textContent = sentence; }

// The clocks run by the one of the server, however far off that of this device is.
function setClock() { ahead = Number(heart().dataset.at) * 1000 - Date.now(); }
function tick() {
  const at = Date.now() + ahead;
  for (const clock of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor(at / 1000 - Number(clock.dataset.since)));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("ticks--late", seconds > Number(clock.dataset.planned || Infinity) * 60);
  }
  for (const day of document.querySelectorAll("[data-time-of-day]")) {
    day.textContent = new Date(at).toLocaleTimeString("nl-BE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" });
  }
}

// Asleep it asks nothing; awake again it asks at once.
function wake() {
  if (over) return;
  clearTimeout(timer);
  asking?.abort();
  asking = null;
  if (document.hidden) return;
  [wait, away] = [EVERY, false];
  ask();
}

if (note && heart()) {
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("drawn", tick);
  addEventListener("online", wake);
  addEventListener("offline", () => { if (!over) say(note.dataset.offline); });
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  setClock();
  tick();
  setInterval(tick, 1000);
  later();
}
