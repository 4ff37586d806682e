// Saves a form to the server while somebody writes. The plain form works without this file; the contract with the server is written in
// docs/recipes/autosave.md.
//
// The order that keeps words safe: first a copy on this device, then the request, and the copy goes only when the server has answered
// that it holds exactly these words. The line by the box says which of these is so.

const form = document.querySelector("form[data-autosave]");
const given = (form || document.querySelector("[data-autosave-kept]")).dataset;
const { openCopies } = await import(given.autosaveCopies);
const { bothTexts, button, conflictPanel, drawnOf, listCopies, listKept, make, same, SaveLine, show, tellPresence, valuesOf } = await import(given.autosaveShown);
const { ask, waitAfter } = await import(given.autosaveServer);
const copies = await openCopies({ key: given.autosaveSecret, owner: given.autosaveOwner });
delete given.autosaveSecret;

const AFTER_A_PAUSE = 1500, WHILE_TYPING = 4000, LOOK = 45000;
const newSession = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const place = make("div", "", "");
const watched = document.querySelector("[data-presence]"); // where the page says who else is here

const values = () => valuesOf(form);
const main = (boxes) => (boxes.find(([name]) => name === given.autosaveMain) || ["", ""])[1];

class Autosave {
  constructor() {
    this.session = newSession();
    this.number = 0; // of the last save of this session
    this.took = "autosaveUnsaved" in given ? [this.hidden("save_key").value] : []; // earlier saves that these words go on from
    this.confirmed = "autosaveUnsaved" in given ? null : drawnOf(form); // what the server holds; null when that is not known
    this.refusedAs = null; // what it would not take as it is: not sent again before it changes
    this.reasons = this.complaint = "";
    this.failures = this.since = this.keeping = 0;
    this.busy = this.conflict = this.kept = null;
    this.line = new SaveLine(document.querySelector("[data-save-line]"));
    copies?.claim(this.session);
    form.before(place);

    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
    for (const each of document.querySelectorAll("[data-autosave-forget]")) each.addEventListener("click", () => copies?.drop(this.session));
    const again = () => { if (this.failures) this.plan(0); };
    addEventListener("online", again);
    addEventListener("focus", again);
    addEventListener("pageshow", () => (this.natively = false));
    addEventListener("beforeunload", (event) => {
      if (this.dirty && (!this.kept || this.keeping) && !this.natively) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dirty && !this.failures) this.save();
      else this.look();
    });
    if (watched) setInterval(() => this.look(), LOOK);
    this.begin();
  }
  async begin() {
    if (given.autosaveConflict) {
      // Drawn by the server with both texts: from here on this script asks which to keep.
      const told = JSON.parse(given.autosaveConflict);
      this.hidden("version").value = told.began;
      document.querySelector("[data-autosave-both]")?.remove();
      await this.keep();
      this.showConflict(told);
    } else if (this.confirmed === null) await this.keep();
    await this.offer("autosavePutBack" in given);
    if (this.dirty) this.typed();
  }
  hidden(name) {
    return form.elements[name];
  }
  get dirty() {
    return !same(values(), this.confirmed);
  }

  // --- telling the truth

  get where() {
    if (this.kept) return "Your words are kept on this device.";
    return `${copies ? "This device has no room for" : "This browser cannot keep"} a copy of them: leave this page open.`;
  }
  notYet() {
    const why = this.reasons && `${this.reasons} `;
    if (!this.busy && !this.failures && !this.conflict) this.line.say(`Not saved yet. ${why}${this.where}`, "busy");
  }

  // --- keeping and sending

  async keep() {
    this.keeping += 1; // until it is there, the page asks before it is left
    this.kept = copies ? await copies.keep(this.session, () => this.copy()) : false;
    this.keeping -= 1;
    return this.kept;
  }
  copy() {
    const boxes = values();
    return {
      at: Date.now(), group: given.autosaveGroup, title: given.autosaveTitle, page: location.pathname + location.search, text: main(boxes),
      number: this.hidden("number")?.value, client_key: this.hidden("client_key")?.value, version: this.hidden("version").value,
      continues: [...this.took, `${this.session}.${this.number}`], values: boxes,
    };
  }
  async typed() {
    if (!this.dirty && !this.busy && !this.conflict) return this.undone();
    if (this.line.standing === "good") this.line.say("Not saved yet.", "busy");
    if (!this.conflict) {
      this.since ||= Date.now();
      if (!this.failures) this.plan(Math.min(AFTER_A_PAUSE, Math.max(0, this.since + WHILE_TYPING - Date.now())));
    }
    await this.keep();
    if (this.dirty) this.notYet();
  }
  undone() {
    clearTimeout(this.timer);
    copies?.drop(this.session);
    this.since = this.failures = 0;
    this.reasons = "";
    this.line.say(this.line.good, "good");
  }
  plan(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), after);
  }
  tryLater(words, trouble, link) {
    this.line.say(words, trouble, link);
    this.failures += 1;
    this.plan(waitAfter(this.failures));
    return "failed";
  }

  // One request at a time; resolves to what came of it.
  async save() {
    while (this.busy) await this.busy;
    if (this.conflict) return "conflict";
    if (this.dirty && same(values(), this.refusedAs)) return this.refused();
    if (!this.dirty) return "nothing";
    return (this.busy = this.send());
  }
  async send() {
    clearTimeout(this.timer);
    this.number += 1;
    this.hidden("save_key").value = `${this.session}.${this.number}`;
    this.hidden("continues").value = this.took.join(",");
    const sent = values(), body = new URLSearchParams(new FormData(form));
    body.set("owner", given.autosaveOwner);
    this.line.say("Saving…", "busy");
    await this.keep();
    const answer = await this.ask({ method: "POST", body });
    this.busy = null;
    return this.heard(answer, sent);
  }
  ask(how) {
    return ask(given.autosave, this.hidden("csrfmiddlewaretoken").value, how);
  }
  async heard(told, sent) {
    if (told.status === 401) return this.signedOut();
    if (told.status === 403) return told.state === "other_person" ? this.otherPerson() : this.newToken();
    tellPresence(told.here);
    if (told.state === "conflict") return this.showConflict(told);
    if (told.state === "refused") {
      this.failures = this.since = 0;
      this.refusedAs = sent;
      this.reasons = `${told.reasons.join(". ")}.`;
      this.complaint = `Not saved. ${this.reasons}`;
      return this.refused();
    }
    if (told.state !== "saved") {
      this.confirmed = null; // it may have come there
      const why = told.status ? "the service did not answer as it should" : "no connection";
      return this.tryLater(`Not saved: ${why}. ${this.where}`, why);
    }
    this.saved(told, sent);
    return "saved";
  }
  saved(told, sent) {
    this.failures = this.since = 0;
    this.took = [];
    this.hidden("version").value = told.version;
    if (told.page && !this.hidden("number").value) {
      this.hidden("number").value = told.number;
      given.autosaveTitle = told.title;
      history.replaceState(null, "", told.page);
      form.action = told.page;
    }
    this.refusedAs = told.left.length ? sent : null;
    this.reasons = told.left.length ? `${told.left.join(". ")}.` : "";
    this.confirmed = told.left.length ? null : sent;
    if (!same(values(), sent)) {
      this.typed();
    } else if (told.left.length) {
      this.complaint = `Not all of it is saved. ${this.reasons} The rest was saved at ${told.at}.`;
      this.refused();
    } else {
      copies?.drop(this.session);
      this.line.say(told.version ? `Saved at ${told.at}` : "Nothing to save yet", "good");
    }
  }
  refused() {
    this.line.say(`${this.complaint} ${this.where}`, "refused");
    return "refused";
  }
  signedOut() {
    const back = given.autosaveSignIn.replace(/next=.*/, `next=${encodeURIComponent(location.pathname)}`);
    return this.tryLater(`Not saved: you are signed out. ${this.where}`, "signed-out", back);
  }
  otherPerson() {
    return this.tryLater(`Not saved: somebody else is signed in on this device now. ${this.where} Sign in again to save them.`, "other");
  }
  // Signing in again, in another tab, gave the browser another token: ask for it once, then go on.
  async newToken() {
    const told = await this.ask();
    if (told.status === 401) return this.signedOut();
    if (told.status === 200 && told.owner !== given.autosaveOwner) return this.otherPerson();
    if (told.status === 200) {
      this.hidden("csrfmiddlewaretoken").value = told.csrf;
      this.tryLater(`Not saved yet. ${this.where}`, "busy");
      if (this.failures < 3) this.plan(0);
      return "failed";
    }
    return this.tryLater(`Not saved: you may not change this any more. ${this.where}`, "right");
  }
  async submitted(event) {
    if (this.natively) return;
    event.preventDefault();
    const came = await this.save();
    if (came === "conflict") this.panel.focus();
    if (came === "failed" || came === "conflict" || this.natively) return;
    // The server has the words, or said what it will not take: now the page goes on, or tells it beside the boxes.
    this.natively = true;
    this.hidden("save_key").value = `${this.session}.${this.number + 1}`;
    setTimeout(() => form.requestSubmit(event.submitter)); // after this event: within it a second one is not heard
  }
  async look() {
    if (document.hidden || this.busy || this.conflict || !watched) return;
    const told = await this.ask();
    if (told.status !== 200) return;
    tellPresence(told.here);
    if (told.version > Number(this.hidden("version").value) && !this.dirty && !this.busy) this.line.say("Somebody saved a newer text. Load the page to see it.", "newer");
  }

  // --- two people, or two windows, at once

  showConflict(told) {
    this.conflict = told;
    this.failures = 0;
    clearTimeout(this.timer);
    this.panel = conflictPanel(told, given.autosaveNoun, (choice) => this.choose(choice));
    form.before(this.panel);
    this.line.say(`Not saved: ${told.by} changed this ${given.autosaveNoun} too. Choose above which text to keep. ${this.where}`, "conflict");
    return "conflict";
  }
  async choose(choice) {
    const told = this.conflict, field = form.elements[given.autosaveMain];
    this.conflict = null;
    this.panel.remove();
    document.querySelector(".govuk-error-summary")?.remove();
    this.hidden("version").value = told.version;
    this.took = [];
    if (choice === "theirs") {
      show(form, told.theirs);
      this.confirmed = values();
      await copies?.drop(this.session);
      this.line.say(`Their text is kept, saved at ${told.at}`, "good");
    } else {
      // What was typed while the two texts stood side by side is part of mine.
      const mine = main(values()), theirs = main(told.theirs);
      if (choice === "both") field.value = bothTexts(theirs, mine);
      this.confirmed = told.theirs;
      if (this.dirty) this.save();
      else this.undone();
    }
    field.focus();
  }

  // --- what a closed window, an ended session or a lost network left here

  async offer(putBack) {
    if (!copies) return;
    const number = this.hidden("number")?.value, own = this.hidden("client_key")?.value;
    const belongs = (copy) => copy.group === given.autosaveGroup && (number ? copy.number === number || copy.client_key === own : !copy.number);
    let left = (await copies.left()).filter(([id, copy]) => id !== this.session && belongs(copy));
    // The page itself already says these words.
    for (const [id, copy] of left) if (same(copy.values, values())) await copies.drop(id);
    left = left.filter(([, copy]) => !same(copy.values, values()));
    if (putBack && left.length && !this.dirty && !this.conflict) {
      await this.restore(...left.shift());
      if (this.line.standing === "good") this.line.say("What you wrote on this device was not saved. It is back in the form.", "back");
    }
    listCopies(place, given.autosaveNoun, left, (id, copy) => [
      button("Restore it", false, async () => { await this.restore(id, copy); this.offer(); }), " ",
      button("Discard it", true, () => copies.drop(id).then(() => this.offer())),
    ]);
  }
  async restore(id, copy) {
    const field = form.elements[given.autosaveMain];
    if (!this.dirty) {
      show(form, copy.values);
      if (this.hidden("client_key")) this.hidden("client_key").value = copy.client_key;
      this.hidden("version").value = copy.version;
      this.took = copy.continues;
    } else {
      // Something is typed here already: nothing of it goes.
      field.value = `${field.value}\n\n${copy.text}`.trim();
    }
    if (await this.keep()) await copies.drop(id);
    field.focus();
    this.save();
  }
}

if (form) new Autosave();
else {
  document.querySelector("[data-autosave-kept]").append(place);
  listKept(place, given, copies);
}
