// Typing over lines. What is typed stands in this browser at once (localStorage) and on the server with every pause; it
// leaves the browser's keeping only when the server has said that it is kept. Nothing is ever overwritten unseen.
import { tell, typing } from './desk.js';

const list = document.querySelector('.lines[data-editable]');
const PAUSE_MS = 600;
const LONGEST_WAIT_MS = 30000;

/**
 * What this browser keeps of a line that the server has not acknowledged. Each tab keeps its own: two of them never write
 * over each other here either. A lock says that a tab is open; what a tab that is gone left is taken over.
 */
const tab = crypto.randomUUID();
const kept = {
  start: `earwitness ${list?.dataset.version} `,
  name: (position) => `${kept.start}${position} ${tab}`,
  put(position, entry) {
    try { localStorage.setItem(kept.name(position), JSON.stringify(entry)); } catch (error) { tell(error.message); } // full, or not allowed
    kept.here.set(position, entry);
  },
  here: new Map(), // also where the browser keeps nothing for pages
  get: (position) => kept.here.get(position) ?? null,
  remove(position) { kept.here.delete(position); localStorage.removeItem(kept.name(position)); },
  /** Positions of what tabs that are gone could not send; another one's of the same line waits for the next visit. */
  async left() {
    const open = new Set((await navigator.locks?.query())?.held.map((one) => one.name));
    const found = [];
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(kept.start))) {
      const [position, owner] = name.slice(kept.start.length).split(' ');
      if (owner === tab || open.has(`earwitness tab ${owner}`) || kept.get(position)) continue;
      kept.put(position, JSON.parse(localStorage.getItem(name)));
      localStorage.removeItem(name);
      found.push(position);
    }
    return found;
  },
};

class Line {
  constructor(element) {
    this.element = element;
    this.said = element.querySelector('.said');
    this.position = element.dataset.line;
    this.revision = Number(this.said.dataset.revision);
    this.text = this.said.firstChild?.nodeType === Node.TEXT_NODE ? this.said.firstChild.data.trim() : '';
    this.field = null;
    this.timer = 0;
    this.wait = 1000;
    this.sending = null;
  }

  open() {
    if (this.field) { this.field.focus(); return; }
    this.field = document.createElement('textarea');
    this.field.value = kept.get(this.position)?.text ?? this.text;
    this.field.lang = this.said.lang;
    this.field.rows = 1;
    this.field.setAttribute('aria-label', `${list.dataset.edit} ${this.element.querySelector('.at')?.textContent ?? ''}`);
    this.state = document.createElement('small');
    this.state.className = 'state';
    this.state.setAttribute('role', 'status');
    this.said.hidden = true;
    this.said.after(this.field);
    this.field.after(this.state);
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('blur', () => this.leave());
    this.field.focus();
  }

  typed() {
    kept.put(this.position, { text: this.field.value, base: this.revision });
    this.state.textContent = list.dataset.saving;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE_MS);
  }

  /** Send what this browser keeps; one request at a time, the newest text last. */
  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending && !leaving) await this.sending;
    const entry = kept.get(this.position);
    if (!entry) return;
    this.sending = this.post(entry, leaving);
    await this.sending;
    this.sending = null;
  }

  async post(entry, keepalive) {
    const body = JSON.stringify({ version: list.dataset.version, base: entry.base, text: entry.text });
    try {
      const answer = await fetch(`/recordings/${list.dataset.recording}/lines/${this.position}`, {
        method: 'POST', keepalive, body, headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      });
      const given = await answer.json();
      if (answer.status === 409) { this.conflict(entry, given.edit); return; }
      if (!answer.ok) throw new Error(given.error?.what ?? answer.statusText);
      this.acknowledged(entry, given.edit);
    } catch (error) {
      this.say(`${list.dataset.unsaved} (${error.message})`);
      this.timer = setTimeout(() => this.send(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    }
  }

  acknowledged(entry, edit) {
    this.wait = 1000;
    this.revision = edit.revision;
    this.text = edit.text;
    const now = kept.get(this.position);
    if (now?.text === entry.text) {
      kept.remove(this.position);
      this.say(list.dataset.saved);
      this.show();
    } else if (now) {
      kept.put(this.position, { text: now.text, base: edit.revision });
      this.timer = setTimeout(() => this.send(), PAUSE_MS);
    }
  }

  /** Both texts stand there until somebody chooses. */
  conflict(entry, theirs) {
    if (theirs.text === entry.text) { this.acknowledged(entry, theirs); return; }
    this.element.querySelector('.conflict')?.remove();
    const box = document.createElement('div');
    box.className = 'conflict note';
    box.setAttribute('role', 'alert');
    const head = document.createElement('p');
    head.textContent = list.dataset.conflict;
    box.append(head);
    for (const [label, text] of [[list.dataset.conflict_mine, entry.text], [`${list.dataset.conflict_theirs} (${theirs.by})`, theirs.text]]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `${label}: ${text}`;
      button.addEventListener('click', () => {
        this.revision = theirs.revision;
        box.remove();
        if (this.field) this.field.value = text;
        kept.put(this.position, { text, base: theirs.revision });
        this.send();
      });
      box.append(button);
    }
    this.element.append(box);
  }

  say(sentence) {
    if (this.state) this.state.textContent = sentence;
    if (sentence !== list.dataset.saved) tell(sentence);
  }

  show() {
    this.said.replaceChildren(this.text);
    this.said.dataset.revision = String(this.revision);
    this.element.classList.toggle('edited', this.text !== this.said.dataset.original);
  }

  leave() {
    this.send();
    if (kept.get(this.position)) return; // it stays open until it is kept
    this.close();
  }

  close() {
    this.field?.remove();
    this.state?.remove();
    this.field = this.state = null;
    this.said.hidden = false;
  }

  original() {
    this.field.value = this.said.dataset.original;
    this.typed();
  }
}

const lines = new Map();
function lineOf(element) {
  const item = element?.closest?.('.line');
  if (!item) return null;
  if (!lines.has(item)) lines.set(item, new Line(item));
  return lines.get(item);
}

async function next(line, step) {
  let item = line.element;
  do { item = step > 0 ? item.nextElementSibling : item.previousElementSibling; } while (item && !item.querySelector('.said'));
  line.send().then(() => { if (!kept.get(line.position)) line.close(); });
  lineOf(item)?.open();
}

if (list) {
  list.addEventListener('dblclick', (event) => { if (event.target.closest('.said')) lineOf(event.target).open(); });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const line = event.target.matches?.('.lines textarea') ? lineOf(event.target) : null;
    if (line && event.key === 'Enter' && !event.isComposing) { event.preventDefault(); next(line, event.shiftKey ? -1 : 1); }
    else if (line && event.altKey && event.code === 'KeyO') { event.preventDefault(); line.original(); }
    else if (!typing(event) && !event.altKey && event.key === 'e') {
      const at = document.querySelector('.line.now') ?? document.activeElement.closest('.line') ?? list.querySelector('.line');
      if (at) { event.preventDefault(); lineOf(at).open(); }
    }
  });
  addEventListener('pagehide', () => { for (const line of lines.values()) line.send({ leaving: true }); });
  addEventListener('online', () => { for (const line of lines.values()) line.send(); });
  // What an earlier page could not send is sent now.
  navigator.locks?.request(`earwitness tab ${tab}`, () => new Promise(() => {}));
  kept.left().then((positions) => {
    for (const position of positions) {
      const line = lineOf(document.getElementById(`l${position}`));
      if (line) { line.open(); line.send(); }
    }
  });
}
