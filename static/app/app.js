// Everything works without this file; it starts the components that are better with it.
import { initAll } from "../govuk/govuk-frontend.js";

document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
initAll();
