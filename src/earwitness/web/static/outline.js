// The outline of a sound: all of it, and ten seconds around the place; voices and marks as bars below and above.

const NEAR_S = 12;
const VOICES = ['--voice-1', '--voice-2', '--voice-3', '--voice-4'];
const AT_TOP = new Set(['bleep', 'withheld', 'clipping', 'tone', 'dtmf', 'dial', 'ring']);

export class Outline {
  /** @param marks as marks.json has them. @param seek called with seconds. */
  constructor(player, marks, seek) {
    this.whole = player.querySelector('#whole');
    this.near = player.querySelector('#near');
    this.marks = marks;
    this.pairs = null;
    this.perS = 50;
    this.at = 0;
    this.colours = new Map();
    this.voices = [...new Set(marks.turns.map(([voice]) => voice))];
    this.whole.addEventListener('pointerdown', (event) => seek(this.within(event) * marks.duration_ms / 1000));
    this.near.addEventListener('pointerdown', (event) => seek(this.first() + this.within(event) * NEAR_S));
    new ResizeObserver(() => { this.drawn = null; this.draw(this.at); }).observe(this.whole);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { this.colours.clear(); this.drawn = null; this.draw(this.at); });
    this.legend(player.querySelector('.legend'));
  }

  within(event) {
    const box = event.currentTarget.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  }

  first() { return Math.max(0, this.at / 1000 - NEAR_S / 3); }

  fill(pairs, perS) {
    this.pairs = pairs;
    this.perS = perS;
    this.drawn = null;
    this.draw(this.at);
  }

  /** Styles are asked for once: thousands of marks are drawn in every frame. */
  colour(name) {
    if (!this.colours.has(name)) this.colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    return this.colours.get(name);
  }

  voiceColour(voice) { return this.colour(VOICES[this.voices.indexOf(voice) % VOICES.length]); }

  draw(ms) {
    this.at = ms;
    this.drawWhole(ms);
    this.drawPart(this.near, this.first() * 1000, (this.first() + NEAR_S) * 1000, ms);
  }

  /** All of it does not change while it plays: it is drawn once and copied. */
  drawWhole(ms) {
    const all = this.marks.duration_ms || 1;
    if (!this.drawn) {
      this.drawPart(this.whole, 0, all, null);
      this.drawn = document.createElement('canvas');
      this.drawn.width = this.whole.width;
      this.drawn.height = this.whole.height;
      this.drawn.getContext('2d').drawImage(this.whole, 0, 0);
    }
    const pen = this.whole.getContext('2d');
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.whole.width, this.whole.height);
    pen.drawImage(this.drawn, 0, 0);
    pen.fillStyle = this.colour('--accent');
    pen.fillRect(this.whole.width * ms / all - 1, 0, 2 * devicePixelRatio, this.whole.height);
  }

  drawPart(canvas, fromMs, toMs, ms) {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    if (canvas.width !== Math.round(width * devicePixelRatio)) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    const pen = canvas.getContext('2d');
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const x = (at) => (at - fromMs) / (toMs - fromMs) * width;
    const bar = (start, end, y, tall) => { if (end >= fromMs && start <= toMs) pen.fillRect(x(start), y, Math.max(1, x(end) - x(start)), tall); };
    for (const [kind, start, end] of this.marks.marks) {
      pen.fillStyle = this.colour(AT_TOP.has(kind) ? (kind === 'withheld' ? '--ink' : '--warn') : '--line');
      if (AT_TOP.has(kind)) bar(start, end, 0, 5);
      else bar(start, end, height - 2, 2);
    }
    for (const [voice, start, end] of this.marks.turns) { pen.fillStyle = this.voiceColour(voice); bar(start, end, height - 5, 5); }
    pen.fillStyle = this.colour('--voice-1');
    for (const [start, end] of this.marks.speech) bar(start, end, height - 5, 5);
    this.wave(pen, fromMs, toMs, width, height);
    if (ms !== null) { pen.fillStyle = this.colour('--accent'); pen.fillRect(x(ms) - 1, 0, 2, height); }
  }

  wave(pen, fromMs, toMs, width, height) {
    if (!this.pairs) return;
    pen.fillStyle = this.colour('--wave');
    const [middle, tall] = [height / 2, height / 2 - 7];
    const each = (toMs - fromMs) / 1000 * this.perS / width;
    for (let column = 0; column < width; column += 1) {
      const first = Math.floor(fromMs / 1000 * this.perS + column * each);
      const last = Math.min(Math.max(first + 1, Math.floor(fromMs / 1000 * this.perS + (column + 1) * each)), this.pairs.length / 2);
      let [low, high] = [0, 0];
      for (let at = first; at < last; at += 1) {
        low = Math.min(low, this.pairs[2 * at]);
        high = Math.max(high, this.pairs[2 * at + 1]);
      }
      pen.fillRect(column, middle - high / 127 * tall, 1, Math.max(1, (high - low) / 127 * tall));
    }
  }

  legend(list) {
    for (const voice of this.voices) {
      const item = document.createElement('li');
      const sign = document.createElement('i');
      sign.style.background = this.voiceColour(voice);
      item.append(sign, voice);
      list.append(item);
    }
  }
}
