// How the address a form saves to is asked.
const PATIENCE = 15000, LONGEST_WAIT = 60000;

// {status, ...what the server said}; status 0 when nothing was heard, 401 when it led to the sign-in.
export async function ask(url, token, how = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(url, { ...how, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const words = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    return { ...words, status: answer.type === "opaqueredirect" ? 401 : answer.status };
  } catch {
    return { status: 0 };
  }
}
// Milliseconds before it is tried again, longer each time and not the same for every window.
export const waitAfter = (failures) => Math.min(LONGEST_WAIT, 2000 * 2 ** (failures - 1)) * (0.8 + 0.4 * Math.random());
