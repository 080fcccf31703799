// A recording: its outline with what lies on it, the words that follow the sound, and the keys.
import { tell, typing } from './desk.js';
import { clock, prepared } from './sound.js';
import { Outline } from './outline.js';

const player = document.querySelector('.player');
const recording = player.dataset.recording;
const audio = document.getElementById('sound');
const place = document.getElementById('place');
const now = document.getElementById('now');
const making = document.getElementById('making');
const control = (name) => player.querySelector(`[data-do="${name}"]`);
const REWIND_S = 1; // a resumed sound begins a little before, as transcribers want it
let marks = { duration_ms: 0, lines: [], words: {}, turns: [], speech: [], marks: [] };
let lines = [];
let current = -1;
let outline = null;

function seek(seconds, { play = !audio.paused } = {}) {
  if (!audio.src) return;
  audio.currentTime = Math.min(Math.max(seconds, 0), audio.duration || seconds);
  if (play) audio.play();
  show();
}

function toggle() {
  if (!audio.src) return;
  if (audio.paused) {
    if (audio.currentTime > 0 && !audio.ended) audio.currentTime = Math.max(0, audio.currentTime - REWIND_S);
    audio.play();
  } else audio.pause();
}

/** The line that is being said: the last one that began. */
function lineAt(ms) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle][1] <= ms) low = middle + 1; else high = middle;
  }
  const found = lines[low - 1];
  return found && (found[2] < 0 || ms < found[2] + 400) ? found[0] : -1;
}

function follow(ms) {
  const line = lineAt(ms);
  if (line !== current) {
    document.querySelector('.line.now')?.classList.remove('now');
    current = line;
    const element = document.getElementById(`l${line}`);
    element?.classList.add('now');
    if (element && control('follow').checked && !audio.paused) element.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }
  mark(line, ms);
}

/** The word that is being said, without an element for each word (CSS Custom Highlight API). */
function mark(line, ms) {
  if (!CSS.highlights) return;
  const word = (marks.words[line] ?? []).find(([, , start, end]) => start <= ms && ms < end);
  const text = document.getElementById(`l${line}`)?.querySelector('.said')?.firstChild;
  if (!word || text?.nodeType !== Node.TEXT_NODE || word[0] + word[1] > text.length) { CSS.highlights.delete('word'); return; }
  const range = new Range();
  range.setStart(text, word[0]);
  range.setEnd(text, word[0] + word[1]);
  CSS.highlights.set('word', new Highlight(range));
}

function show() {
  const ms = audio.currentTime * 1000;
  now.textContent = `${clock(audio.currentTime)} / ${clock(audio.duration || marks.duration_ms / 1000)}`;
  place.value = String(ms);
  place.setAttribute('aria-valuetext', clock(audio.currentTime));
  outline?.draw(ms);
  follow(ms);
}

function everyFrame() {
  show();
  if (!audio.paused) requestAnimationFrame(everyFrame);
}

function speed(step) {
  const choice = control('speed');
  choice.selectedIndex = Math.min(Math.max(choice.selectedIndex + step, 0), choice.options.length - 1);
  audio.playbackRate = Number(choice.value);
  tell(`× ${choice.value}`);
}

function step(by) {
  const ms = audio.currentTime * 1000;
  const at = lines.findIndex(([position]) => position === lineAt(ms));
  const next = at < 0 ? lines.findIndex(([, start]) => start > ms) - (by < 0 ? 1 : 0) : at + by;
  const line = lines[Math.min(Math.max(next, 0), lines.length - 1)];
  if (line) {
    seek(line[1] / 1000);
    document.getElementById(`l${line[0]}`)?.scrollIntoView({ block: 'nearest' });
  }
}

function again() {
  const found = lines.find(([position]) => position === current);
  seek(found ? found[1] / 1000 : audio.currentTime - 5, { play: true });
}

const doing = {
  play: toggle,
  back: () => seek(audio.currentTime - 5),
  on: () => seek(audio.currentTime + 5),
  again,
};
const keys = {
  ' ': toggle, Escape: toggle, ArrowLeft: doing.back, ArrowRight: doing.on, F1: doing.back, F2: doing.on,
  ArrowUp: () => step(-1), ArrowDown: () => step(1), r: again, '-': () => speed(-1), '+': () => speed(1), F3: () => speed(-1), F4: () => speed(1),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const anywhere = /^(F\d|Escape)$/.test(event.key); // these work while somebody types
  if (!anywhere && (typing(event) || event.target.matches('button, a, input, summary') && event.key === ' ')) return;
  if (event.target === place && event.key.startsWith('Arrow')) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});
player.addEventListener('click', (event) => doing[event.target.closest('button')?.dataset.do]?.());
control('speed').addEventListener('change', () => speed(0));
place.addEventListener('input', () => seek(Number(place.value) / 1000));
document.querySelector('.lines')?.addEventListener('click', (event) => {
  const button = event.target.closest('[data-start]');
  if (button) seek(Number(button.dataset.start) / 1000, { play: true });
});
for (const name of ['play', 'pause', 'ended']) {
  audio.addEventListener(name, () => {
    control('play').setAttribute('aria-pressed', String(!audio.paused));
    everyFrame();
  });
}
for (const name of ['seeked', 'loadedmetadata', 'timeupdate']) audio.addEventListener(name, show);

async function begin() {
  marks = await (await fetch(player.dataset.marks, { headers: { Accept: 'application/json' } })).json();
  lines = [...marks.lines].sort((a, b) => a[1] - b[1]);
  outline = new Outline(player, marks, seek);
  place.max = String(marks.duration_ms);
  outline.draw(0);
  try {
    const state = await prepared(recording, (ms) => {
      making.hidden = false;
      making.textContent = player.dataset.making.replace('{done}', clock(ms / 1000)).replace('{all}', clock(marks.duration_ms / 1000));
    });
    making.hidden = true;
    audio.addEventListener('loadedmetadata', () => {
      place.max = String(audio.duration * 1000);
      if (Number(player.dataset.at)) seek(Number(player.dataset.at) / 1000);
      player.dataset.ready = 'true';
      show();
    }, { once: true });
    audio.src = `/recordings/${recording}/sound.wav`;
    for (const one of player.querySelectorAll('[disabled]')) one.disabled = false;
    outline.fill(new Int8Array(await (await fetch(`/recordings/${recording}/outline`)).arrayBuffer()), state.per_s);
  } catch (error) {
    making.hidden = false;
    making.textContent = player.dataset.failed.replace('{why}', error.message);
    tell(making.textContent);
  }
}
begin();
