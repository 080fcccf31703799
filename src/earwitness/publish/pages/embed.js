// The words that sound now are marked. Without scripts the player and the words remain.
(() => {
  const clip = document.getElementById("clip");
  const cues = [...document.querySelectorAll(".cue")];
  const follow = () => {
    const at = clip.currentTime * 1000;
    for (const cue of cues) {
      cue.classList.toggle("now", !clip.paused && at >= cue.dataset.from && at < cue.dataset.to);
    }
  };
  for (const what of ["timeupdate", "play", "pause", "ended"]) { clip.addEventListener(what, follow); }
})();
