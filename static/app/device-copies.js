// Copies of words on this device until the server has them. They are encrypted with a key that the server hands out to their writer
// only while signed in, and that is never stored here: whoever uses this computer next can read nothing.

const toText = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
};
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// null where the browser cannot encrypt or store: an old one, or an address without https.
export async function openCopies({ key, owner }) {
  if (!globalThis.crypto?.subtle) return null;
  const before = `autosave:${owner}:`;
  let secret;
  try {
    secret = await crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    localStorage.getItem(before);
  } catch {
    return null;
  }
  // One after another, so that an older copy never ends up over a newer one.
  let queue = Promise.resolve();
  const inTurn = (act) => (queue = queue.then(act, act));
  const waiting = new Map(); // id -> the copy that has not had its turn: it will hold what stands there then

  async function write(id, what) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(what));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, words));
    const both = new Uint8Array(iv.length + sealed.length);
    both.set(iv);
    both.set(sealed, iv.length);
    try {
      localStorage.setItem(before + id, toText(both));
      return true;
    } catch {
      return false;
    }
  }
  async function all() {
    const found = [];
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(before))) {
      try {
        const both = toBytes(localStorage.getItem(name));
        const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: both.subarray(0, 12) }, secret, both.subarray(12));
        found.push([name.slice(before.length), JSON.parse(new TextDecoder().decode(opened))]);
      } catch {
        continue;
      }
    }
    return found.sort(([, one], [, other]) => other.at - one.at);
  }

  return {
    // Keeps what `make` gives; true once it is on the device, false when there is no room for it. Cheap enough for every key pressed:
    // a copy that waits for its turn serves all that ask meanwhile.
    keep(id, make) {
      if (!waiting.has(id)) {
        const turn = inTurn(() => {
          if (waiting.get(id) === turn) waiting.delete(id);
          return write(id, make());
        });
        waiting.set(id, turn);
      }
      return waiting.get(id);
    },
    drop(id) {
      waiting.delete(id); // what is kept from now on comes after
      return inTurn(() => localStorage.removeItem(before + id));
    },
    // [[id, what]] of this person, the newest first. What cannot be read any more is left where it is and not shown.
    all: () => inTurn(all),
    // The same without what a window that is still open keeps: that is its own to save.
    async left() {
      const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
      return (await this.all()).filter(([id]) => !held.includes(before + id));
    },
    // Held while this window lives.
    claim: (id) => navigator.locks?.request(before + id, () => new Promise(() => {})),
  };
}
