// One clip at a time; the button beside a quotation plays it. Without scripts the players remain.
(() => {
  const every = [...document.querySelectorAll("audio")];
  for (const button of document.querySelectorAll("button.play")) {
    const sound = document.getElementById(button.dataset.clip);
    const quotation = button.closest(".quotation");
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (sound.paused) { sound.play(); } else { sound.pause(); }
    });
    const show = (on) => {
      button.setAttribute("aria-pressed", String(on));
      quotation.classList.toggle("sounding", on);
    };
    sound.addEventListener("play", () => {
      for (const other of every) { if (other !== sound) { other.pause(); } }
      show(true);
    });
    sound.addEventListener("pause", () => show(false));
    sound.addEventListener("ended", () => { sound.currentTime = 0; show(false); });
  }
})();
