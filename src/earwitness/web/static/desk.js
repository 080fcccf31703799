// What every page of the desk does: keys that lead to rooms, the list of keys, sentences for screen readers.

const rooms = { h: '/', r: '/recordings', s: '/search', d: '/draft', c: '/claims', p: '/people', i: '/intake', x: '/corrections' };
let going = 0;

/** Whether a key belongs to what somebody is typing. */
export function typing(event) {
  const at = event.target;
  return at.isContentEditable || (at.matches?.('input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select') ?? false);
}

/** Say something to people who hear the page. */
export function tell(sentence) {
  document.getElementById('told').textContent = sentence;
}

function keyDown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return;
  if (document.querySelector('dialog[open]')) return;
  if (going && event.timeStamp - going < 1500) {
    going = 0;
    const place = rooms[event.key];
    if (place) { event.preventDefault(); location.assign(place); }
    return;
  }
  if (event.key === 'g') going = event.timeStamp;
  else if (event.key === '?') { event.preventDefault(); document.getElementById('keys').showModal(); }
  else if (event.key === '/') {
    event.preventDefault();
    const field = document.getElementById('q') ?? document.getElementById('find');
    field.focus();
    field.select();
  }
}

document.addEventListener('keydown', keyDown);
document.querySelector('[data-keys]')?.addEventListener('click', () => document.getElementById('keys').showModal());
