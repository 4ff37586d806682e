// First in the body, before anything is drawn: tells the styles that components may hide what a script will show again.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
