// Evidence notes that save themselves. The plain form works without this file.
//
// The order that keeps words safe: first a copy on this device, then the request, and the copy goes only when the server has answered
// that it holds exactly these words. The line under the box says which of these is so.

const device = document.querySelector("[data-device]");
const form = document.querySelector("form[data-note]");
const { openCopies } = await import(device.dataset.module);
const copies = await openCopies({ key: device.dataset.key, owner: device.dataset.owner, kind: "note" });
device.removeAttribute("data-key");

const AFTER_A_PAUSE = 1500, WHILE_TYPING = 4000, COPY_AFTER = 250, PATIENCE = 15000, LONGEST_WAIT = 60000;
const KEPT = copies ? "Your words are kept on this device." : "This browser cannot keep a copy of them: leave this page open.";
// Not part of what a note says.
const ASIDE = ["csrfmiddlewaretoken", "submission_key", "version", "client_key", "save_key"];
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", "");
const when = (at) => (new Date(at).toDateString() === new Date().toDateString() ? clock(at) : `${clock(at)} on ${new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`);
const make = (name, classes, text) => Object.assign(document.createElement(name), { className: classes, textContent: text });
const button = (text, secondary, act) => {
  const made = make("button", `govuk-button${secondary ? " govuk-button--secondary" : ""}`, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

// --- the boxes of the form as [name, value], and back

const values = () => [...new FormData(form)].filter(([name]) => !ASIDE.includes(name));
// As the server drew them: what was typed before this script was there is not taken for saved.
const drawn = () => {
  const copy = form.cloneNode(true);
  copy.reset();
  return [...new FormData(copy)].filter(([name]) => !ASIDE.includes(name));
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const textOf = (boxes) => (boxes.find(([name]) => name === "text") || ["", ""])[1];
function show(boxes) {
  const given = new Map(boxes);
  for (const box of form.elements) {
    if (!box.name || ASIDE.includes(box.name) || !given.has(box.name)) continue;
    if (box.type === "radio") box.checked = box.value === given.get(box.name);
    else box.value = given.get(box.name);
  }
}

// --- words of this person that are on this device only

async function showCopies(belongs, actions) {
  const found = copies ? (await copies.all()).filter(([id, copy]) => copy.reference === device.dataset.reference && belongs(copy, id)) : [];
  const list = device.querySelector("[data-copies-list]");
  list.replaceChildren(...found.map(([id, copy]) => {
    const item = document.createElement("li");
    const what = copy.number ? `Note N${copy.number}` : "A new note";
    item.append(make("p", "govuk-body", `${what}: text from ${when(copy.at)}. The server has not said that it has it.`));
    const words = make("details", "govuk-details", "");
    const opener = make("summary", "govuk-details__summary", "");
    opener.append(make("span", "govuk-details__summary-text", "Read it"));
    words.append(opener, make("div", "govuk-details__text app-pre", textOf(copy.values) || "Only the boxes beside the text."));
    item.append(words, ...actions(id, copy));
    return item;
  }));
  const heading = device.querySelector("[data-copies-heading]");
  const notes = new Set(found.map(([, copy]) => copy.number || copy.client_key)).size;
  heading.textContent = `${notes} note${notes === 1 ? "" : "s"} on this device may not be saved`;
  device.querySelector("[data-copies]").hidden = !found.length;
  return found.length;
}

if (form) write();
else listCopies();

function listCopies() {
  const actions = (id, copy) => {
    const open = make("a", "govuk-button", "Open it");
    open.href = copy.number ? `${device.dataset.list}${copy.number}/edit/` : device.dataset.add;
    return [open, " ", button("Discard it", true, async () => { await copies.drop(id); listCopies(); })];
  };
  return showCopies(() => true, actions);
}

function write() {
  const line = form.querySelector("[data-save-line]"), said = form.querySelector("[data-save-said]");
  const hidden = (name) => form.elements[name];
  const [session, first] = hidden("save_key").value.split(".");
  const paused = "paused" in form.dataset;
  let number = Number(first), noteNumber = form.dataset.number, continues = [];
  let confirmed = "dirty" in form.dataset ? null : drawn(); // what the server holds
  let refusedAs = null; // what it would not take as it is: not sent again before it changes
  let busy = null, timer = null, copyTimer = null, failures = 0, unsavedSince = 0, conflict = null, natively = false, told = "";

  const id = () => `${hidden("client_key").value}:${session}`;
  const keep = () =>
    copies && copies.keep(id(), {
      at: Date.now(), reference: device.dataset.reference, number: noteNumber, client_key: hidden("client_key").value, session,
      place: number, version: hidden("version").value, continues, values: values(),
    });

  // A screen reader hears when the standing changes, not each of many saves.
  function say(words, { trouble = "", link = "" } = {}) {
    line.hidden = false;
    line.textContent = words;
    line.dataset.state = trouble ? "bad" : words === "Saving…" ? "busy" : "good";
    if (link) {
      const made = make("a", "govuk-link", "Sign in");
      made.href = link;
      line.append(" ", made);
    }
    if (words !== "Saving…" && told !== (trouble || "saved")) said.textContent = words;
    if (words !== "Saving…") told = trouble || "saved";
  }

  function changed() {
    clearTimeout(copyTimer);
    copyTimer = setTimeout(keep, COPY_AFTER);
    if (paused || conflict) return;
    unsavedSince ||= Date.now();
    if (failures) return; // the next try has its time already
    plan(Math.min(AFTER_A_PAUSE, Math.max(0, unsavedSince + WHILE_TYPING - Date.now())));
  }
  const plan = (after) => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };
  function tryLater() {
    failures += 1;
    plan(Math.min(LONGEST_WAIT, 2000 * 2 ** (failures - 1)) * (0.8 + 0.4 * Math.random()));
  }

  // One request at a time; resolves to what came of it.
  function save() {
    if (busy) return busy.then(save);
    if (conflict) return Promise.resolve("conflict");
    if (same(values(), confirmed) || same(values(), refusedAs)) {
      unsavedSince = 0;
      return Promise.resolve("nothing");
    }
    busy = send().finally(() => (busy = null));
    return busy;
  }

  async function send() {
    clearTimeout(timer);
    clearTimeout(copyTimer);
    number += 1;
    hidden("save_key").value = `${session}.${number}`;
    const sent = values(), body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries({ number: noteNumber, owner: device.dataset.owner, continues: continues.join(",") })) body.set(name, value);
    if (copies && !(await keep())) say("This device has no room for a copy. Saving…", { trouble: "room" });
    else say("Saving…");
    let answer, words;
    try {
      answer = await fetch(form.dataset.url, {
        method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
        headers: { "X-CSRFToken": hidden("csrfmiddlewaretoken").value, Accept: "application/json" },
      });
      words = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    } catch {
      say(`Not saved: no connection. ${KEPT}`, { trouble: "connection" });
      tryLater();
      return "failed";
    }
    return heard(answer, words, sent);
  }

  async function heard(answer, told, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
    if (answer.status === 403) return told.state === "other_person" ? otherPerson() : newToken();
    if (told.state === "conflict") return showConflict(told);
    if (told.state === "refused" || told.state === "incomplete") {
      failures = unsavedSince = 0;
      refusedAs = sent;
      say(`Not saved. ${told.reasons.join(". ")}. ${KEPT}`, { trouble: "refused" });
      return "refused";
    }
    if (told.state !== "saved") {
      say(`Not saved: the service did not answer as it should. ${KEPT}`, { trouble: "service" });
      tryLater();
      return "failed";
    }
    failures = unsavedSince = 0;
    continues = [];
    hidden("version").value = told.version;
    if (told.number && !noteNumber) {
      noteNumber = String(told.number);
      history.replaceState(null, "", told.edit_url);
      form.action = told.edit_url;
    }
    if (told.left.length) {
      refusedAs = sent;
      say(`Not all of it is saved. ${told.left.join(". ")}. The rest was saved at ${told.at}. ${KEPT}`, { trouble: "left" });
    } else {
      confirmed = sent;
      refusedAs = null;
      if (same(values(), sent)) {
        clearTimeout(copyTimer);
        copies?.drop(id());
        say(told.number ? `Saved at ${told.at}` : "Nothing to save yet");
      }
    }
    if (!same(values(), sent)) changed();
    return "saved";
  }

  function signedOut() {
    say(`Not saved: you are signed out. ${KEPT}`, { trouble: "signed-out", link: form.dataset.signIn.replace(/next=.*/, `next=${encodeURIComponent(location.pathname)}`) });
    tryLater();
    return "failed";
  }
  function otherPerson() {
    say(`Not saved: somebody else is signed in on this device now. ${KEPT} Sign in again to save them.`, { trouble: "other" });
    tryLater();
    return "failed";
  }

  // Signing in again, in another tab, gave the browser another token: ask for it once, then go on.
  async function newToken() {
    try {
      const answer = await fetch(form.dataset.url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE), headers: { Accept: "application/json" } });
      if (answer.type === "opaqueredirect") return signedOut();
      if (answer.ok) {
        const told = await answer.json();
        if (told.owner !== device.dataset.owner) return otherPerson();
        hidden("csrfmiddlewaretoken").value = told.csrf;
        say("Saving…");
        tryLater();
        if (failures < 3) plan(0);
        return "failed";
      }
    } catch {
      // No connection: said below.
    }
    say(`Not saved: you may not write notes of this inspection any more. ${KEPT}`, { trouble: "right" });
    tryLater();
    return "failed";
  }

  // --- two people at once

  const panel = document.querySelector("[data-conflict]");
  function showConflict(told) {
    conflict = told;
    failures = 0;
    panel.querySelector("[data-conflict-heading]").textContent = `${told.by} saved this note at ${told.at}, while you were writing`;
    panel.querySelector("[data-conflict-fields]").replaceChildren(...told.both.flatMap((both) => {
      const sides = make("div", "app-both", "");
      for (const [whose, words] of [["Theirs", both.theirs], ["Yours", both.yours]]) {
        const side = make("div", "app-both__side", "");
        side.append(make("h4", "govuk-heading-s", whose), make("p", "app-pre govuk-body", words));
        sides.append(side);
      }
      return [make("h3", "govuk-heading-s", both.label), sides];
    }));
    panel.hidden = false;
    say(`Not saved: ${told.by} changed this note too. Choose at the top of the page which text to keep. ${KEPT}`, { trouble: "conflict" });
    return "conflict";
  }
  panel.addEventListener("click", async (event) => {
    const choice = event.target.dataset.keep;
    if (!choice || !conflict) return;
    const told = conflict;
    conflict = null;
    panel.hidden = true;
    hidden("version").value = told.version;
    continues = [];
    if (choice === "theirs") {
      show(Object.entries(told.theirs));
      confirmed = values();
      clearTimeout(copyTimer);
      await copies?.drop(id());
      say(`Their text is kept, saved at ${told.at}`);
    } else {
      // What was typed while the two texts stood side by side is part of mine.
      const mine = textOf(values()), theirs = told.theirs.text;
      if (choice === "both" && !theirs.includes(mine)) hidden("text").value = mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`;
      save();
    }
    hidden("text").focus();
  });

  // --- what a closed tab, an ended session or a lost network left here

  async function offerCopies() {
    const own = hidden("client_key").value;
    const belongs = (copy) => (noteNumber ? copy.number === noteNumber || copy.client_key === own : !copy.number);
    if (copies) {
      for (const [kept, copy] of await copies.all()) {
        // The page itself already says these words.
        if (belongs(copy) && copy.reference === device.dataset.reference && same(copy.values, values()) && kept !== id()) await copies.drop(kept);
      }
    }
    await showCopies((copy, kept) => belongs(copy) && kept !== id(), (kept, copy) => [
      button("Restore it", false, () => restore(kept, copy)), " ",
      button("Discard it", true, async () => { await copies.drop(kept); offerCopies(); }),
    ]);
  }

  async function restore(kept, copy) {
    if (same(values(), confirmed)) {
      show(copy.values);
      hidden("client_key").value = copy.client_key;
      hidden("version").value = copy.version;
      continues = [...copy.continues, `${copy.session}.${copy.place}`];
    } else {
      // Something is typed here already: nothing of it goes.
      hidden("text").value = `${hidden("text").value}\n\n${textOf(copy.values)}`.trim();
    }
    if (await keep()) await copies.drop(kept);
    await offerCopies();
    hidden("text").focus();
    save();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    if (paused) return;
    event.preventDefault();
    const came = await save();
    if (came === "failed" || came === "conflict") return;
    // The server has the words, or said what it will not take: now the page goes on, or tells it beside the boxes.
    natively = true;
    hidden("save_key").value = `${session}.${number + 1}`;
    form.submit();
  });
  const again = () => { if (failures) plan(0); };
  addEventListener("online", again);
  addEventListener("focus", again);
  addEventListener("beforeunload", (event) => {
    if (!copies && !natively && !same(values(), confirmed)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !same(values(), confirmed)) keep();
  });

  if (paused) say(`Not saved: choose at the top of the page which text to keep. ${KEPT}`, { trouble: "conflict" });
  if (copies && (paused || confirmed === null)) keep();
  offerCopies().then(() => { if (!paused && !same(values(), confirmed)) changed(); });
}
