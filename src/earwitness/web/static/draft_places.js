// Where the words of a finding stand in a text field: the desk counts code points, a browser counts UTF-16 units.

/** The index in a string of its n-th code point. */
function unitsOf(text, points) {
  let at = 0;
  for (let count = 0; count < points && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** First and last index of the words of a finding, also after other words of the text changed; null where they are gone. */
export function placeOf(text, finding) {
  const { start, end, words } = finding.dataset;
  const [from, to] = [unitsOf(text, Number(start)), unitsOf(text, Number(end))];
  if (text.slice(from, to) === words) return [from, to];
  let nearest = -1;
  for (let at = text.indexOf(words); words && at >= 0; at = text.indexOf(words, at + 1)) {
    if (nearest < 0 || Math.abs(at - from) < Math.abs(nearest - from)) nearest = at;
  }
  return nearest < 0 ? null : [nearest, nearest + words.length];
}

/** Select and show a place; the field takes the focus only if it is asked to. */
export function select(field, [from, to], { focus = false } = {}) {
  if (focus) field.focus({ preventScroll: false });
  field.setSelectionRange(from, to);
  const before = measure(field, from);
  field.scrollTop = Math.max(0, before - field.clientHeight / 3);
}

/** How far down a place stands: the text before it, set in the same width and type. */
function measure(field, at) {
  const copy = document.createElement('div');
  const type = getComputedStyle(field);
  for (const name of ['font', 'letterSpacing', 'lineHeight', 'padding', 'wordSpacing', 'tabSize']) copy.style[name] = type[name];
  copy.className = 'draft-measure';
  copy.style.width = `${field.clientWidth}px`;
  copy.textContent = field.value.slice(0, at);
  document.body.append(copy);
  const height = copy.scrollHeight;
  copy.remove();
  return height;
}
