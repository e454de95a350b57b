// The order of the agenda: dragged with the mouse, or Alt with an arrow on an item that has the focus.
import "./quiet.js";

const list = document.querySelector(".agenda[data-order]");
let dragged = null;

if (list) {
  for (const item of list.children) {
    item.draggable = true;
    item.tabIndex = 0;
  }
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged?.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest(".agenda > li");
    if (!dragged || !over) return;
    event.preventDefault();
    for (const item of list.children) item.classList.toggle("over", item === over && item !== dragged);
  });
  list.addEventListener("drop", (event) => {
    const over = event.target.closest(".agenda > li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const below = [...list.children].indexOf(dragged) < [...list.children].indexOf(over);
    over[below ? "after" : "before"](dragged);
    save();
  });
  list.addEventListener("dragend", () => {
    for (const item of list.children) item.classList.remove("dragged", "over");
    dragged = null;
  });
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest(".agenda > li");
    if (!event.altKey || !item || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const other = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    event.preventDefault();
    other[event.key === "ArrowUp" ? "before" : "after"](item);
    item.focus();
    save();
  });
}

let saving = Promise.resolve();

// One order at a time, each with what the page shows at that moment.
function save() {
  renumber();
  saving = saving.then(async () => {
    const body = new FormData();
    body.set("csrf_token", list.dataset.token);
    body.set("ids", [...list.children].map((item) => item.dataset.id).join(","));
    const answer = await fetch(list.dataset.order, { method: "POST", body });
    if (!answer.ok) location.reload();
  }).catch(() => location.reload());
}

function renumber() {
  [...list.children].forEach((item, at) => { item.querySelector(".nr").textContent = at + 1; });
}
