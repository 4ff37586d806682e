// Asks how far a PDF is, more and more slowly, and says so in the line that is there already. Without this file "Check again" does.
const PAUSES = [1000, 2000, 3000, 5000, 10000]; // milliseconds; the last one stays
const LONGEST = 15 * 60 * 1000;

for (const line of document.querySelectorAll("[data-pdf-progress]")) {
  const said = line.querySelector("[data-words]");
  const began = Date.now();
  let turn = 0;
  const over = (stage) => stage === "ready" || stage === "failed";
  const ask = async () => {
    try {
      const answer = await fetch(line.dataset.pdfProgress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { stage, words } = await answer.json();
        if (said.textContent !== words) said.textContent = words;
        if (over(stage)) {
          line.querySelector("[data-ready]").hidden = stage !== "ready";
          line.querySelector("[data-again]")?.remove();
          return;
        }
      } else if (answer.status === 403 || answer.status === 404) {
        return;
      }
    } catch {
      // The network is away: the next turn asks again.
    }
    if (Date.now() - began < LONGEST) setTimeout(ask, PAUSES[Math.min(turn++, PAUSES.length - 1)]);
  };
  if (!over(line.dataset.stage)) setTimeout(ask, PAUSES[0]);
}
