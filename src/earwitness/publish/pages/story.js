// One clip at a time; the button beside a quotation plays it. Without scripts the players remain.
(() => {
  const every = [...document.querySelectorAll("audio")];
  for (const button of document.querySelectorAll("button.play")) {
    const sound = document.getElementById(button.dataset.clip);
    const quotation = button.closest(".quotation");
    if (!sound) { continue; }
    button.hidden = false;
    button.addEventListener("click", () => {
      // A play that is cut short by another one rejects; the pause event has told the reader.
      if (sound.paused) { sound.play().catch(() => {}); } else { sound.pause(); }
    });
    const show = (on) => {
      button.setAttribute("aria-pressed", String(on));
      quotation.classList.toggle("sounding", on);
    };
    const cues = [...(sound.closest("figure")?.querySelectorAll(".cue") ?? [])];
    const follow = () => {
      const at = sound.currentTime * 1000;
      for (const cue of cues) {
        cue.classList.toggle("now", !sound.paused && at >= cue.dataset.from && at < cue.dataset.to);
      }
    };
    sound.addEventListener("timeupdate", follow);
    sound.addEventListener("pause", follow);
    sound.addEventListener("play", () => {
      for (const other of every) { if (other !== sound) { other.pause(); } }
      show(true);
    });
    sound.addEventListener("pause", () => show(false));
    sound.addEventListener("ended", () => { sound.currentTime = 0; show(false); });
  }
})();
