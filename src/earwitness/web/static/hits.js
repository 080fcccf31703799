// Hits are played where they stand.
import { tell, typing } from './desk.js';
import { playStretch, stopAtEnds } from './sound.js';

const audio = document.getElementById('sound');
const hits = [...document.querySelectorAll('.hit')];
let at = -1;
let sounding = null;

stopAtEnds(audio);
audio.addEventListener('pause', () => sounding?.setAttribute('aria-pressed', 'false'));

async function play(button) {
  if (sounding === button && !audio.paused) { audio.pause(); return; }
  sounding?.setAttribute('aria-pressed', 'false');
  sounding = button;
  button.setAttribute('aria-pressed', 'true');
  try {
    const { play: recording, from, to } = button.dataset;
    await playStretch(audio, recording, Number(from), to ? Number(to) : undefined);
  } catch (error) {
    button.setAttribute('aria-pressed', 'false');
    tell(error.message);
  }
}

function go(step) {
  if (!hits.length) return;
  at = Math.min(Math.max(at + step, 0), hits.length - 1);
  hits[at].querySelector('a')?.focus();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-play]');
  if (button) play(button);
});
document.addEventListener('focusin', (event) => {
  const hit = event.target.closest('.hit');
  if (hit) at = hits.indexOf(hit);
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  if (event.key === 'j') go(1);
  else if (event.key === 'k') go(-1);
  else if (event.key === 'p') { const button = hits[Math.max(at, 0)]?.querySelector('[data-play]'); if (button) play(button); }
});
