// A draft: its text is kept with every pause and checked, its findings lie beside it and are played.
import { tell, typing } from './desk.js';
import './draft_begin.js';
import { Keeping } from './draft_keeping.js';
import { placeOf, select } from './draft_places.js';
import { playStretch, stopAtEnds } from './sound.js';

const desk = document.querySelector('.desk-draft');
const field = document.getElementById('text');
const list = document.getElementById('findings');
const kept = document.getElementById('kept');
const checking = document.getElementById('checking');
const conflict = document.getElementById('conflict');
const audio = document.getElementById('sound');
let current = null; // the key of the finding that is looked at
let sounding = null;
let asked = 0;
let shown = '';

// --- checking ---

async function check() {
  const mine = ++asked;
  checking.textContent = desk.dataset.checking;
  try {
    await fetch(`/draft/${desk.dataset.draft}/check`, { method: 'POST' });
    for (;;) {
      const answer = await fetch(`/draft/${desk.dataset.draft}/findings`, { headers: { Accept: 'application/json' } });
      if (mine !== asked) return; // a newer text is being checked
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error?.what ?? answer.statusText);
      if (told.ready) { show(told); return; }
    }
  } catch (error) {
    if (mine === asked) checking.textContent = error instanceof TypeError ? desk.dataset.noAnswer : error.message;
  }
}

/** Put new findings in the place of the old ones; what somebody writes in them stays, and so does the focus. */
function show(told) {
  checking.textContent = '';
  const fresh = document.createElement('div');
  fresh.innerHTML = told.html; // a template of the desk: all that is put in is escaped there
  list.dataset.revision = told.revision;
  if (shown === told.html) return;
  shown = told.html;
  const was = remembered();
  list.replaceChildren(...fresh.childNodes);
  bringBack(was);
  tell(told.told);
}

const keyOf = (element) => element.closest('[data-key]')?.dataset.key;
const each = (key, selector) => [...(list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.querySelectorAll(selector) ?? [])];

function remembered() {
  const found = [];
  for (const holder of list.querySelectorAll('[data-key]')) {
    const key = holder.dataset.key;
    const opened = [...holder.querySelectorAll('details'), holder].map((one) => one.open === true);
    const values = each(key, 'input:not([type=hidden]), textarea').map((one) => one.value);
    if (opened.some(Boolean) || values.some(Boolean)) found.push({ key, opened, values });
  }
  const at = list.contains(document.activeElement) ? document.activeElement : null;
  const key = at && keyOf(at);
  return { found, focus: key ? { key, number: each(key, 'button, input, textarea, summary, a').indexOf(at) } : null };
}

function bringBack({ found, focus }) {
  for (const { key, opened, values } of found) {
    const holder = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!holder) continue;
    [...holder.querySelectorAll('details'), holder].forEach((one, at) => { if (opened[at]) one.open = true; });
    each(key, 'input:not([type=hidden]), textarea').forEach((one, at) => { if (values[at]) one.value = values[at]; });
  }
  if (focus) each(focus.key, 'button, input, textarea, summary, a')[focus.number]?.focus({ preventScroll: true });
  mark(findings().find((one) => one.dataset.key === current));
}

// --- findings ---

const findings = () => [...list.querySelectorAll('.found > .finding')];

function mark(finding) {
  for (const one of list.querySelectorAll('.finding.now')) one.classList.remove('now');
  finding?.classList.add('now');
}

function pick(finding, { focus }) {
  current = finding.dataset.key ?? current;
  mark(finding);
  const place = placeOf(field.value, finding);
  if (place) select(field, place, { focus });
  else tell(desk.dataset.notThere);
}

function go(step, inText) {
  const every = findings();
  if (!every.length) return;
  const at = every.findIndex((one) => one.dataset.key === current);
  const next = every[at < 0 ? (step > 0 ? 0 : every.length - 1) : Math.min(Math.max(at + step, 0), every.length - 1)];
  pick(next, { focus: inText });
  if (inText) tell(next.querySelector('h3').textContent.trim());
  else next.querySelector('.pick').focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

async function play(button) {
  if (sounding === button && !audio.paused) { audio.pause(); return; }
  sounding?.setAttribute('aria-pressed', 'false');
  sounding = button;
  button.setAttribute('aria-pressed', 'true');
  try {
    await playStretch(audio, button.dataset.play, Number(button.dataset.from), Number(button.dataset.to));
  } catch (error) {
    button.setAttribute('aria-pressed', 'false');
    checking.textContent = error.message;
    tell(error.message);
  }
}

function playCurrent() {
  const finding = list.querySelector('.finding.now') ?? findings()[0];
  const button = finding?.querySelector('[data-play]');
  if (button) play(button);
}

stopAtEnds(audio);
audio.addEventListener('pause', () => sounding?.setAttribute('aria-pressed', 'false'));
list.addEventListener('click', (event) => {
  const sound = event.target.closest('[data-play]');
  const chosen = event.target.closest('.pick');
  if (sound) play(sound);
  else if (chosen) pick(chosen.closest('.finding'), { focus: true });
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
  const act = event.altKey
    ? { ArrowDown: () => go(1, true), ArrowUp: () => go(-1, true), KeyP: playCurrent }[event.code]
    : typing(event) ? null : { j: () => go(1, false), k: () => go(-1, false) }[event.key];
  if (act) { event.preventDefault(); act(); }
});

// --- keeping ---

const say = (sentence, wrong = false) => {
  if (kept.textContent === sentence) return;
  kept.textContent = sentence;
  if (wrong) tell(sentence); // that all is well is not said aloud with every pause
  kept.classList.toggle('not-kept', wrong);
};

if ('typed' in desk.dataset) {
  let other = null;
  const keeping = new Keeping(desk, field, {
    state: say,
    kept(revision) {
      say(desk.dataset.kept.replace('{number}', revision));
      conflict.hidden = true;
      if (revision !== Number(list.dataset.revision) || checking.textContent) check();
      document.querySelector('#typed [name=base]').value = revision;
    },
    conflict(text, revision) {
      other = { text, revision };
      document.getElementById('theirs').value = text;
      conflict.hidden = false;
      conflict.querySelector('.controls').hidden = false;
      kept.textContent = '';
      tell(conflict.querySelector('h3').textContent);
    },
  });
  conflict.addEventListener('click', (event) => {
    const chosen = event.target.closest('[data-do]')?.dataset.do;
    if (!chosen || !other) return;
    if (chosen === 'mine') {
      conflict.hidden = true;
      keeping.putMine(other.text, other.revision);
    } else keeping.takeTheirs(other.text, other.revision);
    field.focus();
  });
  document.getElementById('typed').addEventListener('submit', (event) => { event.preventDefault(); keeping.send(); });
  if (conflict.hidden) keeping.bringBack().catch((error) => say(error.message, true)); // no storage, or not allowed
  else { // the form was sent without this script and met another text
    keeping.revision = 0;
    keeping.stop(document.getElementById('theirs').value, Number(desk.dataset.revision));
  }
}
if (list.dataset.revision !== desk.dataset.revision) check();
