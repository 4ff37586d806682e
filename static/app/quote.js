// Words marked in the text above go into the box for the quoted passage. Without this they are copied by hand.
const from = document.querySelector("[data-quote-from]");
const into = document.querySelector("[data-quote-into]");

if (from && into) {
  document.addEventListener("selectionchange", () => {
    const marked = document.getSelection();
    const words = marked.toString().trim();
    if (!words || !from.contains(marked.anchorNode) || !from.contains(marked.focusNode)) return;
    into.value = words;
    const other = document.querySelector('input[type="radio"][name="passage"][value="other"]');
    if (other) other.checked = true;
  });
}
