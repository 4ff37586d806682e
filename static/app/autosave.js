// Saves a form to the server while somebody writes, and keeps every word on the device until the server has confirmed it.
// The form works without this file. The contract with the server is written in docs/recipes/autosave.md.
const QUIET = 1200; // milliseconds without a key before a save
const LONGEST = 5000; // and at most this long after the first unsaved key
const AGAIN = [2000, 4000, 8000, 15000, 30000]; // between tries when the server does not answer
const LOOK = 45000; // how often to ask who else is here
const NOT_OURS = ["csrfmiddlewaretoken", "submission_key", "version", "save_key"];
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// --- what is kept on the device: one entry for each window, so that two windows never overwrite each other

class Device {
  // `copies` seals what is kept, so that whoever uses this computer next can read nothing; null where the browser cannot.
  constructor(copies, key) {
    this.copies = copies;
    this.prefix = `${key}|`;
    this.mine = this.prefix + newKey();
    // Held while this window lives: what another living window keeps is not ours to put back.
    navigator.locks?.request(this.mine, () => new Promise(() => {}));
  }
  // true once the draft is on the device; false when there is no room, or storage is switched off: the page warns before it is left.
  async keep(draft) {
    if (draft) return this.copies ? this.copies.keep(this.mine, draft) : false;
    await this.copies?.drop(this.mine);
    return true;
  }
  async left() {
    if (!this.copies) return [];
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    const found = await this.copies.all();
    return found
      .filter(([id]) => id.startsWith(this.prefix) && id !== this.mine && !held.includes(id))
      .map(([id, draft]) => ({ name: id, ...draft }));
  }
  forget(name) {
    this.copies?.drop(name);
  }
}

// --- the values of a form, as [name, value] pairs

function valuesOf(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_OURS.includes(name));
  return pairs.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
}
// As the server drew them: what was typed before this script was there is not taken for saved.
function drawnOf(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return valuesOf(copy);
}
function putValues(form, pairs) {
  for (const name of new Set([...form.elements].map((field) => field.name))) {
    const values = pairs.filter(([of]) => of === name).map(([, value]) => value);
    for (const field of [...form.elements].filter((one) => one.name === name)) {
      if (!name || NOT_OURS.includes(name) || field.type === "file" || field.type === "submit") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT") for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[0];
    }
  }
}
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

class Autosave {
  constructor(form, copies) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.person = form.dataset.autosavePerson;
    this.main = form.dataset.autosaveMain;
    this.line = document.querySelector("[data-save-line]");
    this.spoken = element("p", "", { class: "govuk-visually-hidden", role: "status" });
    this.line?.after(this.spoken);
    this.device = new Device(copies, form.dataset.autosaveKey);
    // Drawn again after a refusal, the form holds what the server has not taken: "conflict" waits for a decision.
    const unsaved = form.dataset.autosaveUnsaved;
    this.confirmed = unsaved ? [] : drawnOf(form);
    this.version = Number(form.elements.version.value);
    this.sending = null; // what was sent and is not confirmed: sent again as it was, so that one save is one save
    this.tries = 0;
    this.stopped = unsaved === "conflict"; // while two texts wait for a decision
    this.kept = true;
    if (unsaved) this.keep();
    document.querySelector("[data-autosave-forget]")?.addEventListener("click", () => this.device.keep(null));
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.changed(0) : this.look()));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.kept && !this.leaving) event.preventDefault();
    });
    setInterval(() => this.look(), LOOK);
    this.putBack();
  }
  // Only what the device has answered for counts as kept.
  async keep() {
    this.kept = false;
    this.kept = await this.device.keep(this.draft());
  }
  get dirty() {
    return this.sending !== null || !same(valuesOf(this.form), this.confirmed);
  }

  // --- telling the truth

  say(text, kind) {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.dataset.state = kind;
    // Heard only when it turns bad or good again: every five seconds would be noise.
    if (kind !== "busy" && kind !== this.heard) {
      if (this.heard || kind === "bad") this.spoken.textContent = text;
      this.heard = kind;
    }
  }
  get where() {
    return this.kept ? "Your text is kept on this device." : "It is only in this window: do not close it.";
  }
  told(answer) {
    const place = document.querySelector("[data-presence]");
    if (place && Array.isArray(answer.here)) {
      place.textContent = answer.here.length ? `${answer.here.join(" and ")} ${answer.here.length > 1 ? "are" : "is"} here` : "";
    }
    if (answer.version > this.version && !this.dirty && !this.stopped) {
      this.say("Somebody saved a newer text. Load the page to see it.", "bad");
    }
  }

  // --- keeping and sending

  draft() {
    // No version is nobody's: put back before a decision, the text meets the other one again.
    return { values: valuesOf(this.form), version: this.stopped ? 0 : this.version, key: this.key, at: Date.now(), sending: this.sending };
  }
  async changed(wait = QUIET) {
    if (!this.dirty) return;
    this.key = newKey();
    const key = this.key;
    await this.keep();
    // A later key has its own turn; a save that went meanwhile has said what became of it.
    if (this.stopped || this.key !== key || !this.dirty) return;
    if (!this.tries && !this.busy) this.say(`Not saved yet. ${this.where}`, "busy");
    this.since ??= Date.now();
    if (!this.tries || wait === 0) this.soon(Math.max(0, Math.min(wait, this.since + LONGEST - Date.now())));
  }
  soon(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
  }
  async save() {
    if (this.busy || this.stopped || !this.dirty) return;
    this.sending ??= { values: valuesOf(this.form), version: this.version, key: this.key || newKey() };
    this.since = undefined;
    this.busy = true;
    await this.keep();
    let answer;
    try {
      answer = await this.post(this.sending);
    } catch {
      answer = { trouble: "The service cannot be reached." };
    }
    this.busy = false;
    this.settle(answer);
    if (this.waiting) (this.form.requestSubmit(this.waiting), (this.waiting = null));
  }
  settle(answer) {
    if (answer.trouble) return this.later(answer.trouble);
    this.tries = 0;
    const sent = this.sending;
    this.sending = null;
    if (answer.status === 409) return this.conflict(answer.body, sent);
    if (answer.status === 422) return this.say(`Not saved. ${answer.body.errors.join(" ")} ${this.where}`, "bad");
    this.confirm(sent.values, answer.body);
  }
  confirm(values, body) {
    this.confirmed = values;
    this.version = body.version;
    this.form.elements.version.value = body.version;
    if (body.autosave) this.url = body.autosave;
    if (body.page) history.replaceState(null, "", body.page);
    if (this.dirty) {
      this.keep();
      this.say(`${body.line}. What you wrote since then is not saved yet.`, "busy");
      this.soon(QUIET);
    } else {
      this.device.keep(null);
      this.say(body.line, "good");
    }
    this.told(body);
  }
  later(why) {
    const wait = AGAIN[Math.min(this.tries++, AGAIN.length - 1)];
    this.say(`Not saved. ${why} ${this.where}`, "bad");
    this.soon(wait);
  }
  async post(sent) {
    const send = () => {
      const body = new URLSearchParams(sent.values);
      body.set("version", sent.version);
      body.set("save_key", sent.key);
      body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      return this.ask({ method: "POST", body });
    };
    let answer = await send();
    if (answer.status === 403) {
      // Signed in again meanwhile, so the token of this page is an old one; or the right is gone.
      const state = await this.ask({ method: "GET" });
      if (state.trouble) return state;
      if (state.status !== 200) return { trouble: "You can no longer change this." };
      if (String(state.body.person) !== this.person) return { trouble: "Somebody else is signed in now." };
      this.form.elements.csrfmiddlewaretoken.value = state.body.csrf;
      answer = await send();
    }
    return answer;
  }
  async ask(how) {
    const answer = await fetch(this.url, { ...how, redirect: "manual", headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.type === "opaqueredirect") return { trouble: "You are signed out. Sign in again in another window, and it is saved from here." };
    if ([200, 409, 422].includes(answer.status)) return { status: answer.status, body: await answer.json() };
    if (answer.status === 403) return { status: 403 };
    if (answer.status === 404) return { trouble: "You can no longer see this." };
    return { trouble: "The service has a fault." };
  }
  async look() {
    if (document.hidden || this.busy || this.sending || this.stopped) return;
    try {
      const answer = await this.ask({ method: "GET" });
      if (answer.status === 200) this.told(answer.body);
    } catch {
      // Not being able to ask is said when there is something to save.
    }
  }
  submitted(event) {
    if (this.busy) {
      // What is on its way counts the version up: the form waits for it, or it would conflict with its own text.
      event.preventDefault();
      this.waiting = event.submitter;
      return;
    }
    this.leaving = true;
    clearTimeout(this.timer);
    // The same key for the same words: what is kept here is then known to be saved.
    const repeated = this.sending && same(this.sending.values, valuesOf(this.form));
    if (this.form.elements.save_key) this.form.elements.save_key.value = repeated ? this.sending.key : this.key || newKey();
  }

  // --- what an earlier window left behind

  async putBack() {
    const left = await this.device.left();
    for (const draft of left) {
      if (same(draft.values, this.confirmed)) this.device.forget(draft.name);
    }
    const [newest, ...others] = left.filter((draft) => !same(draft.values, this.confirmed));
    if (newest && !this.dirty) {
      putValues(this.form, newest.values);
      this.sending = newest.sending;
      this.key = newest.key;
      this.version = newest.version;
      await this.keep();
      if (this.kept) this.device.forget(newest.name);
      this.say("What you wrote on this device was not saved. It is back in the form.", "bad");
      this.soon(0);
    } else if (newest) this.offer(newest);
    for (const draft of others) this.offer(draft);
    if (this.dirty && !this.stopped && !newest) this.changed();
  }
  offer(draft) {
    const box = element("details", "", { class: "govuk-details" });
    box.append(element("summary", "Another text of yours was kept on this device", { class: "govuk-details__summary" }));
    const text = draft.values.filter(([name]) => name === this.main).map(([, value]) => value).join("\n");
    const button = element("button", "Remove it from this device", { type: "button", class: "govuk-button govuk-button--secondary" });
    button.addEventListener("click", () => (this.device.forget(draft.name), box.remove()));
    box.append(element("p", text, { class: "app-pre govuk-details__text" }), button);
    this.form.before(box);
  }

  // --- two texts

  async conflict(body, sent) {
    this.stopped = true;
    await this.keep();
    const theirs = body.values;
    const here = valuesOf(this.form);
    const box = element("section", "", { class: "app-conflict", tabindex: "-1", "aria-labelledby": "autosave-conflict" });
    box.append(element("h2", "Their text and your text", { class: "govuk-heading-m", id: "autosave-conflict" }));
    box.append(element("p", `${body.by || "Somebody"} saved first. Your text is kept on this device. Choose what stays.`, { class: "govuk-body" }));
    const both = element("div", "", { class: "app-both" });
    for (const [title, pairs] of [["Their text", theirs], ["Your text", here]]) {
      const side = element("div", "", { class: "app-both__side" });
      side.append(element("h3", title, { class: "govuk-heading-s" }));
      for (const [name, value] of pairs) {
        const differs = !same(here.filter(([of]) => of === name), theirs.filter(([of]) => of === name));
        if (differs && this.form.elements[name]?.type !== "hidden") side.append(element("p", value || "Empty", { class: "app-pre govuk-body" }));
      }
      both.append(side);
    }
    box.append(both);
    const choices = element("div", "", { class: "govuk-button-group" });
    const choice = (label, kind, choose) => {
      const button = element("button", label, { type: "button", class: `govuk-button${kind}` });
      button.addEventListener("click", () => {
        choose();
        box.remove();
        this.stopped = false;
        this.version = body.version;
        this.form.elements.version.value = body.version;
        this.confirmed = theirs;
        this.form.elements[this.main]?.focus();
        if (this.dirty) this.changed(0);
        else (this.device.keep(null), this.say("Their text stays. Nothing of yours waits to be saved.", "good"));
      });
      choices.append(button);
    };
    choice("Keep mine", "", () => {});
    choice("Keep theirs", " govuk-button--secondary", () => putValues(this.form, theirs));
    choice("Keep both", " govuk-button--secondary", () => {
      const main = this.form.elements[this.main];
      const other = theirs.find(([name]) => name === this.main);
      if (main && other) main.value = `${other[1]}\n\n${main.value}`;
    });
    box.append(choices);
    this.form.before(box);
    this.say(`Not saved: two texts. ${this.where}`, "bad");
    box.focus();
    this.told({ ...body, version: this.version });
  }
}

// Before copies were sealed they lay here in plain words.
try {
  for (const name of Object.keys(localStorage)) if (name.startsWith("autosave|")) localStorage.removeItem(name);
} catch {
  // storage is switched off
}
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const { openCopies } = await import(form.dataset.autosaveCopies);
  const copies = await openCopies({ key: form.dataset.autosaveSecret, owner: form.dataset.autosaveOwner, kind: "autosave" });
  form.removeAttribute("data-autosave-secret");
  new Autosave(form, copies);
}
