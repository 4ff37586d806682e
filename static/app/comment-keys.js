// Reading comments by keyboard: J or the right arrow goes on, K or the left arrow goes back. The links work without this.
const NEXT = ["j", "J", "ArrowRight"];
const BEFORE = ["k", "K", "ArrowLeft"];

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, button, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const rel = NEXT.includes(event.key) ? "next" : BEFORE.includes(event.key) ? "prev" : "";
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (link) link.click();
});
