// Copies of words on this device until the server has them. They are encrypted with a key that the server hands out to their writer
// only while signed in, and that is never stored here: whoever uses this computer next can read nothing.

const toText = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
};
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// null where the browser cannot encrypt or store: an old one, or an address without https.
export async function openCopies({ key, owner, kind }) {
  if (!globalThis.crypto?.subtle) return null;
  const before = `${kind}:${owner}:`;
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

  return {
    // true once the copy is on the device, false when there is no room for it.
    keep: (id, what) =>
      inTurn(async () => {
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
      }),
    drop: (id) => inTurn(() => localStorage.removeItem(before + id)),
    // [[id, what]] of this person, the newest first. What cannot be read any more is left where it is and not shown.
    all: () =>
      inTurn(async () => {
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
      }),
  };
}
