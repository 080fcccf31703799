// What is typed into a draft stands in this browser at once (localStorage) and on the desk with every pause. It leaves the
// browser's keeping only when the desk has said that it is kept, and nothing is overwritten that somebody else kept.

const PAUSE_MS = 800;
const LONGEST_MS = 5000; // of typing without a pause
const LARGE = 200_000; // characters that are not written to the browser with every key
const MOST_WAIT_MS = 15000;

export class Keeping {
  /**
   * @param desk the element with the draft's identifier, revision and sentences.
   * @param field the textarea.
   * @param on what to do: kept(revision), state(sentence, wrong), conflict(text, revision).
   */
  constructor(desk, field, on) {
    this.desk = desk;
    this.field = field;
    this.on = on;
    // Each tab keeps its own: two of them never write over each other here either. A lock says that a tab is open.
    this.place = `earwitness-draft ${desk.dataset.draft} `;
    this.name = this.place + crypto.randomUUID();
    navigator.locks?.request(this.name, () => new Promise(() => {}));
    this.revision = Number(desk.dataset.revision);
    this.acknowledged = field.value;
    this.timer = 0;
    this.since = 0;
    this.wait = 1000;
    this.sending = null;
    this.stopped = false; // a conflict waits for a decision
    this.held = true; // this browser holds what the desk has not
    field.addEventListener('input', () => this.typed());
    addEventListener('pagehide', () => { if (this.dirty) { this.hold(); this.post(true); } });
    addEventListener('beforeunload', (event) => { if (this.dirty && !this.held) event.preventDefault(); });
    addEventListener('online', () => { if (this.dirty) this.send(); });
  }

  get dirty() { return this.field.value !== this.acknowledged; }

  /** Bring back what a tab that is gone could not send; also where the desk has moved on since. */
  async bringBack() {
    const open = new Set((await navigator.locks?.query())?.held.map((one) => one.name));
    const gone = Object.keys(localStorage).filter((name) => name.startsWith(this.place) && name !== this.name && !open.has(name));
    for (const name of gone) {
      const entry = JSON.parse(localStorage.getItem(name));
      if (entry.text === this.acknowledged) localStorage.removeItem(name);
      else if (!this.dirty && !this.stopped) this.take(name, entry); // another one waits for the next visit
    }
  }

  take(name, entry) {
    const [theirs, latest] = [this.acknowledged, this.revision];
    this.field.value = entry.text;
    this.revision = entry.base;
    this.hold();
    if (this.held) localStorage.removeItem(name);
    if (entry.base === latest) {
      this.on.state(this.desk.dataset.broughtBack);
      this.send();
    } else this.stop(theirs, latest);
  }

  typed() {
    const now = performance.now();
    this.since ||= now;
    if (this.field.value.length < LARGE) this.hold();
    if (!this.stopped) this.on.state(this.desk.dataset.keeping);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), now - this.since > LONGEST_MS ? 0 : PAUSE_MS);
  }

  /** Keep the text in this browser until the desk has it. */
  hold() {
    try {
      localStorage.setItem(this.name, JSON.stringify({ base: this.revision, text: this.field.value }));
      this.held = true;
    } catch { this.held = false; } // full, or not allowed
  }

  forget() {
    try { localStorage.removeItem(this.name); } catch { /* nothing was kept */ }
  }

  /** One request at a time, the newest text last. */
  async send() {
    clearTimeout(this.timer);
    if (this.stopped || this.sending) return;
    this.since = 0;
    if (this.dirty) {
      if (this.field.value.length >= LARGE) this.hold();
      this.sending = this.post(false);
      await this.sending;
      this.sending = null;
    } else { this.forget(); this.on.kept(this.revision); }
  }

  async post(leaving) {
    const text = this.field.value;
    const sent = text.toWellFormed?.() ?? text;
    const body = JSON.stringify({ base: this.revision, text: sent });
    try {
      const answer = await fetch(`/draft/${this.desk.dataset.draft}/text`, {
        method: 'POST', body, keepalive: leaving && body.length < 20_000,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      });
      const told = await this.read(answer);
      if (answer.status === 409) { this.stop(told.text, told.revision); return; }
      this.wait = 1000;
      this.acknowledged = text;
      this.revision = told.revision;
      if (this.dirty) { this.hold(); this.typed(); } else this.forget();
      this.on.kept(this.revision);
    } catch (error) {
      this.failed(error instanceof TypeError ? this.desk.dataset.noAnswer : error.message);
    }
  }

  async read(answer) {
    const json = answer.headers.get('content-type')?.includes('json');
    const told = json ? await answer.json() : (await answer.text()).split('\n')[0];
    if (!answer.ok && answer.status !== 409) throw new Error(json ? told.error.what : told || String(answer.status));
    return told;
  }

  failed(why) {
    this.hold();
    this.on.state((this.held ? this.desk.dataset.notKept : this.desk.dataset.nowhere).replace('{why}', why), true);
    this.timer = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, MOST_WAIT_MS);
  }

  stop(theirs, revision) {
    this.stopped = true;
    this.hold(); // with the base that it was made from
    this.on.conflict(theirs, revision);
  }

  /** Mine on top of what the other kept: that one stays among the earlier states. */
  putMine(theirs, revision) {
    this.revision = revision;
    this.acknowledged = theirs;
    this.stopped = false;
    this.hold();
    this.send();
  }

  /** The other text; mine becomes a draft of its own first, and only then leaves this field. */
  async takeTheirs(theirs, revision) {
    const form = new FormData();
    form.set('text', this.field.value);
    this.field.readOnly = true; // what would be typed meanwhile would stand in neither
    try {
      const answer = await fetch('/draft', { method: 'POST', body: form });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch (error) {
      this.failed(error instanceof TypeError ? this.desk.dataset.noAnswer : error.message);
      return false;
    } finally {
      this.field.readOnly = false;
    }
    this.revision = revision;
    this.acknowledged = theirs;
    this.field.value = theirs;
    this.stopped = false;
    this.forget();
    this.on.kept(revision);
    return true;
  }
}
