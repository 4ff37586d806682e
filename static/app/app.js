// Everything works without this file; it starts the components that are better with it.
// The page says where they are: file names carry a digest, which an import written here could not know.
const { initAll } = await import(document.querySelector("script[data-components]").dataset.components);
initAll();
