// A file that is too large is not sent: the page says so at once.

for (const form of document.querySelectorAll('form.begin')) {
  form.addEventListener('submit', (event) => {
    const most = Number(form.dataset.most) * 1024 * 1024;
    const file = form.querySelector('input[type=file]').files[0];
    const text = form.querySelector('textarea')?.value ?? '';
    const large = (file?.size ?? 0) > most || new Blob([text]).size > most;
    const told = form.querySelector('.wrong');
    told.hidden = !large;
    told.textContent = large ? form.dataset.tooLarge : '';
    if (large) event.preventDefault();
  });
}
