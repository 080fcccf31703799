// The sound of a recording: the server makes a copy that can be entered anywhere; until then it says how far it is.

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Ask until the copy is there. @param told called with the milliseconds that are done. */
export async function prepared(recording, told = () => {}) {
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 1000)) {
    const answer = await fetch(`/recordings/${recording}/sound`, { headers: { Accept: 'application/json' } });
    const state = await answer.json();
    if (state.error) throw new Error(state.error.what ? `${state.error.what}. ${state.error.do ?? ''}` : state.error);
    if (state.ready) return state;
    told(state.done_ms);
    await wait(pause);
  }
}

/** A time as it is read: 1:02:03. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, '0');
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Play a stretch once and stop at its end. */
export async function playStretch(audio, recording, fromMs, toMs) {
  await prepared(recording);
  const address = `/recordings/${recording}/sound.wav`;
  if (!audio.src.endsWith(address)) audio.src = address;
  audio.currentTime = fromMs / 1000;
  audio.dataset.until = toMs ?? '';
  await audio.play();
}

/** Let an audio element stop where a stretch ends. */
export function stopAtEnds(audio) {
  audio.addEventListener('timeupdate', () => {
    if (audio.dataset.until && audio.currentTime * 1000 >= Number(audio.dataset.until)) audio.pause();
  });
}
