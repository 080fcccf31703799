// Files go to the desk in pieces: after a lost line or a closed tab the same file goes on where it was.
import { tell } from './desk.js';

const PIECE = 4 << 20;
const TAIL = 64 << 10;
const drop = document.getElementById('drop');
const list = document.getElementById('coming');
const take = document.querySelector('#take button');
const atWork = document.getElementById('at-work');
const queue = [];
let sending = false;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

class Refused extends Error {}

/** Ask the desk; a refusal of it is a sentence, a lost line is another error. */
async function ask(address, body) {
  const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } });
  const said = await answer.json();
  if (said.error) throw new Refused(`${said.error.what}. ${said.error.do ? `${said.error.do}.` : ''}`);
  return said;
}

function row(name, key) {
  const known = key && list.querySelector(`[data-key="${key}"]`);
  const item = known || document.createElement('li');
  if (!known) {
    const called = document.createElement('span');
    called.className = 'name';
    called.textContent = name;
    const bar = document.createElement('progress');
    bar.setAttribute('aria-label', name);
    const state = document.createElement('span');
    state.className = 'state';
    item.append(called, bar, state);
    list.append(item);
  }
  if (key) item.dataset.key = key;
  return { bar: item.querySelector('progress'), state: item.querySelector('.state') };
}

async function tailOf(file, have) {
  const bytes = await file.slice(Math.max(0, have - TAIL), have).arrayBuffer();
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((one) => one.toString(16).padStart(2, '0')).join('');
}

async function begin(file, name) {
  const about = JSON.stringify({ name, size: file.size, changed_ms: Math.trunc(file.lastModified) || 0 });
  const state = await ask('/intake/files', about);
  if (!state.have || state.have === state.size || state.tail === await tailOf(file, state.have)) return state;
  await fetch(`/intake/drop/${state.key}`, { method: 'POST' }); // another file of this name, size and time
  return ask('/intake/files', about);
}

async function send(file, name) {
  let shown = null;
  let pause = 500;
  for (let state = null; ;) {
    try {
      state ??= await begin(file, name);
      shown = row(state.name, state.key);
      shown.bar.max = state.size || 1;
      shown.bar.value = state.size ? state.have : 1;
      if (state.have >= state.size) { shown.state.textContent = drop.dataset.whole; return; }
      shown.state.textContent = drop.dataset.going;
      const piece = await file.slice(state.have, state.have + PIECE).arrayBuffer();
      state = await ask(`/intake/files/${state.key}/${state.have}`, piece);
      pause = 500;
    } catch (error) {
      shown ??= row(name);
      if (error instanceof Refused || error instanceof DOMException) {
        shown.state.textContent = error instanceof Refused ? error.message : drop.dataset.gone;
        shown.state.classList.add('wrong');
        tell(`${name}: ${shown.state.textContent}`);
        return;
      }
      shown.state.textContent = drop.dataset.waits; // the line, or the desk: ask again what is there
      state = null;
      await wait(pause);
      pause = Math.min(pause * 2, 10000);
    }
  }
}

async function sendAll() {
  if (sending) return;
  sending = true;
  take.disabled = true;
  while (queue.length) await send(...queue.shift());
  sending = false;
  take.disabled = atWork.dataset.finished === 'no';
  tell(drop.dataset.all);
}

function add(files) {
  for (const [file, name] of files) queue.push([file, name]);
  sendAll();
}

async function inside(entry) {
  if (entry.isFile) return [[await new Promise((yes, no) => entry.file(yes, no)), entry.fullPath.slice(1)]];
  const reader = entry.createReader();
  const found = [];
  for (;;) { // a folder tells at most a hundred of its entries at a time
    const some = await new Promise((yes, no) => reader.readEntries(yes, no));
    if (!some.length) return found;
    for (const one of some) found.push(...await inside(one));
  }
}

for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
}
drop.addEventListener('dragleave', (event) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove('over'); });
drop.addEventListener('drop', async (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) { add([...event.dataTransfer.files].map((file) => [file, file.name])); return; }
  for (const entry of entries) add(await inside(entry));
});
for (const id of ['choose', 'folder']) {
  const field = document.getElementById(id);
  field.addEventListener('change', () => {
    add([...field.files].map((file) => [file, file.webkitRelativePath || file.name]));
    field.value = '';
  });
}
addEventListener('beforeunload', (event) => { if (sending) event.preventDefault(); });

/** Show how far the work is, until it is done; the page then has the report. */
async function follow() {
  const sentence = document.getElementById('sentence');
  const bar = document.getElementById('bar');
  while (bar) {
    await wait(1000);
    try {
      const now = await (await fetch('/intake/progress.json')).json();
      if (now.finished || String(now.number) !== atWork.dataset.number) {
        if (!sending) { location.assign('/intake#work'); location.reload(); return; }
        continue;
      }
      sentence.textContent = now.sentence;
      if (now.total) { bar.max = now.total; bar.value = now.done; }
    } catch { sentence.textContent = drop.dataset.waits; }
  }
}
follow();
