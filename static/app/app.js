// Everything works without this file; it starts the components that are better with it.
// The page says where they are: file names carry a digest, which an import written here could not know.
const { initAll } = await import(document.querySelector("script[data-components]").dataset.components);
// A form that saves itself holds a press until the server has the words; the guard would drop a second one for a second, also after a conflict.
for (const each of document.querySelectorAll("form[data-autosave] [data-prevent-double-click]")) each.removeAttribute("data-prevent-double-click");
initAll();
