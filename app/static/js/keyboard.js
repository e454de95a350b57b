// Keys: `/` goes to the search field, `g` and a letter follows the menu, `?` lists them.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const dialog = document.querySelector("dialog.keys");
let going = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && event.target.form) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog?.open) return;
  if (going) {
    going = false;
    const link = document.querySelector(`.menu [data-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (event.key === "g") going = true;
  if (event.key === "?") dialog?.showModal();
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
});
