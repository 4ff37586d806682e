// What a form that saves itself says, and what stands beside it: its boxes, the copies of this device, two texts side by side.

// --- the boxes of a form as [name, value], and back

// Not part of what is written.
const ASIDE = ["csrfmiddlewaretoken", "submission_key", "version", "client_key", "save_key", "number", "continues"];

export function valuesOf(form) {
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !ASIDE.includes(name));
  return said.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
}
// As the server drew them: what was typed before the script was there is not taken for saved.
export function drawnOf(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return valuesOf(copy);
}
export function show(form, boxes) {
  for (const field of form.elements) {
    if (!field.name || ASIDE.includes(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
    const said = boxes.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = said.includes(field.value);
    else if (field.tagName === "SELECT") for (const option of field.options) option.selected = said.includes(option.value);
    else if (said.length) field.value = said[0];
  }
}
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Two people's texts as one, theirs first; one of them where it holds the other.
export function bothTexts(theirs, mine) {
  if (theirs.includes(mine)) return theirs;
  return mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`;
}

// --- what is drawn beside it

export const make = (name, classes, text) => Object.assign(document.createElement(name), { className: classes, textContent: text });
export function button(text, secondary, act) {
  const made = make("button", `govuk-button${secondary ? " govuk-button--secondary" : ""}`, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", "");
function when(at) {
  const today = new Date(at).toDateString() === new Date().toDateString();
  return today ? clock(at) : `${clock(at)} on ${new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
}

// `found` are [[id, copy]], `actions(id, copy)` the elements below each; an earlier list gives way.
export function listCopies(place, noun, found, actions) {
  place.replaceChildren();
  if (!found.length) return;
  const box = make("section", "app-copies", "");
  const things = new Set(found.map(([, copy]) => copy.number || copy.client_key || copy.group)).size;
  const heading = make("h2", "govuk-heading-m", `${things} ${noun}${things === 1 ? "" : "s"} on this device may not be saved`);
  const list = make("ul", "govuk-list", "");
  for (const [id, copy] of found) {
    const item = make("li", "", "");
    item.append(make("p", "govuk-body", `${copy.title}: text from ${when(copy.at)}. The server has not said that it has it.`));
    const words = make("details", "govuk-details", "");
    const opener = make("summary", "govuk-details__summary", "");
    opener.append(make("span", "govuk-details__summary-text", "Read it"));
    words.append(opener, make("div", "govuk-details__text app-pre", copy.text || "Only the boxes beside the text."));
    item.append(words, ...actions(id, copy));
    list.append(item);
  }
  box.append(heading, list);
  place.append(box);
}

// `told` is what the server says of a conflict; `choose` is called with "mine", "theirs" or "both".
export function conflictPanel(told, noun, choose) {
  const panel = make("section", "app-conflict", "");
  panel.tabIndex = -1;
  panel.setAttribute("aria-labelledby", "autosave-conflict");
  const heading = make("h2", "govuk-heading-m", `${told.by} saved this ${noun} at ${told.at}, while you were writing`);
  heading.id = "autosave-conflict";
  panel.append(heading);
  for (const both of told.both) {
    const sides = make("div", "app-both", "");
    for (const [whose, words] of [["Theirs", both.theirs], ["Yours", both.yours]]) {
      const side = make("div", "app-both__side", "");
      side.append(make("h4", "govuk-heading-s", whose), make("p", "app-pre govuk-body", words));
      sides.append(side);
    }
    panel.append(make("h3", "govuk-heading-s", both.label), sides);
  }
  const choices = make("div", "govuk-button-group", "");
  choices.append(
    button("Keep mine", false, () => choose("mine")),
    button("Keep theirs", true, () => choose("theirs")),
    button("Keep both", true, () => choose("both")),
  );
  panel.append(make("p", "govuk-body", `What they saved stays in the saves of the ${noun}, whatever you choose.`), choices);
  return panel;
}

// The line by the box that says what became of the words.
export class SaveLine {
  constructor(line) {
    this.line = line;
    this.good = line.textContent.trim(); // what it said when all was saved
    this.standing = this.heardLast = "good";
    this.spoken = make("p", "govuk-visually-hidden", "");
    this.spoken.setAttribute("role", "status");
    line.after(this.spoken);
  }
  // `standing`: "good", "busy" (nothing is wrong, not all is saved) or the name of a trouble; `signIn`: the address of a link.
  say(words, standing, signIn) {
    this.line.hidden = !words;
    this.line.textContent = words;
    this.line.dataset.state = ["good", "busy"].includes(standing) ? standing : "bad";
    this.standing = standing;
    if (signIn) this.line.append(" ", Object.assign(make("a", "govuk-link", "Sign in"), { href: signIn }));
    if (standing === "good") this.good = words;
    // A screen reader hears when the standing changes, not each of many saves.
    if (standing !== "busy" && standing !== this.heardLast) [this.spoken.textContent, this.heardLast] = [words, standing];
  }
}

// On pages without the form: all that this person has left on this device of the same kind.
export async function listKept(place, given, copies) {
  const found = copies ? (await copies.all()).filter(([, copy]) => copy.group === given.autosaveGroup) : [];
  const again = () => listKept(place, given, copies);
  listCopies(place, given.autosaveNoun, found, (id, copy) => [
    Object.assign(make("a", "govuk-button", "Open it"), { href: copy.page }), " ", button("Discard it", true, () => copies.drop(id).then(again)),
  ]);
}

// Who else has it open.
export function tellPresence(people) {
  const place = document.querySelector("[data-presence]");
  if (place && people) place.textContent = people.length ? `${people.join(" and ")} ${people.length > 1 ? "are" : "is"} here` : "";
}
