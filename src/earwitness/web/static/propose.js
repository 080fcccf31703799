// A correction is proposed for the line where somebody is: `c` puts it into the form.
import { typing } from './desk.js';

const form = document.getElementById('propose');

function fill(line) {
  const said = line.querySelector('.said')?.firstChild;
  if (said?.nodeType !== Node.TEXT_NODE || !said.data.trim()) return;
  const words = said.data.trim();
  const time = line.querySelector('.at')?.textContent.replace('≈', '').trim();
  form.elements.line.value = time || words;
  form.elements.of.value = '';
  if (!form.elements.after.value) form.elements.after.value = words;
  form.elements.after.focus();
  form.scrollIntoView({ block: 'center' });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key !== 'c' || typing(event) || document.querySelector('dialog[open]')) return;
  const line = document.activeElement?.closest('.line') ?? document.querySelector('.line.now');
  if (line && form) { event.preventDefault(); fill(line); }
});
