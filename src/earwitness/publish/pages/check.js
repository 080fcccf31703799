// Filters, n and p from finding to finding, space plays. Without scripts all findings and players are there.
(() => {
  const tools = document.querySelector(".tools");
  const cards = [...document.querySelectorAll(".card")];
  const sounds = [...document.querySelectorAll("audio")];
  const boxes = [...tools.querySelectorAll("input[type=checkbox]")];
  const code = tools.querySelector("select");
  const told = tools.querySelector(".told");
  let at = -1;
  tools.hidden = false;

  for (const sound of sounds) {
    sound.addEventListener("play", () => {
      for (const other of sounds) { if (other !== sound) { other.pause(); } }
    });
  }

  const shown = () => cards.filter((card) => !card.classList.contains("gone"));

  const filter = () => {
    const weights = new Set(boxes.filter((box) => box.checked).map((box) => box.name));
    for (const card of cards) {
      const wanted = weights.has(card.dataset.weight) && (!code.value || card.dataset.code === code.value);
      card.classList.toggle("gone", !wanted);
    }
    told.textContent = `${shown().length} / ${cards.length}`;
  };

  const go = (step) => {
    const list = shown();
    if (!list.length) { return; }
    const here = list.indexOf(cards[at]);
    const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : (here + step + list.length) % list.length;
    for (const card of cards) { card.classList.remove("current"); }
    const card = list[next];
    at = cards.indexOf(card);
    card.classList.add("current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
    told.textContent = `${next + 1} / ${list.length}`;
  };

  const play = () => {
    const card = cards[at];
    const block = card && card.closest(".block");
    const sound = (card && card.querySelector("audio")) || (block && block.querySelector("audio"));
    if (!sound) { return false; }
    if (sound.paused) { sound.play().catch(() => {}); } else { sound.pause(); }
    return true;
  };

  for (const box of boxes) { box.addEventListener("change", filter); }
  code.addEventListener("change", filter);
  tools.querySelector("[name=next]").addEventListener("click", () => go(1));
  tools.querySelector("[name=previous]").addEventListener("click", () => go(-1));
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card) { at = cards.indexOf(card); }
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, select, button, summary, audio, textarea, a");
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) { return; }
    // On a Cyrillic keyboard the same keys give other letters: their places count too.
    if (event.key === "n" || event.code === "KeyN") { go(1); event.preventDefault(); }
    else if (event.key === "p" || event.code === "KeyP") { go(-1); event.preventDefault(); }
    else if (event.key === " " && !busy && play()) { event.preventDefault(); }
  });
  filter();
})();
