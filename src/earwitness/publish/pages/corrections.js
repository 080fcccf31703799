// Corrections by readers: selected words, a dialog, a file or a letter. Nothing is sent by itself.
(() => {
  const dialog = document.querySelector("dialog.correction");
  const article = document.querySelector("article");
  const open = document.querySelector("button.report");
  const beside = document.querySelector("button.report-selected");
  if (!dialog || !article || !open || !beside || !dialog.showModal) { return; }
  for (const one of document.querySelectorAll(".with-script")) { one.hidden = false; }
  for (const one of document.querySelectorAll(".without-script")) { one.hidden = true; }
  const field = (id) => dialog.querySelector(id);
  const words = field("#c-words"), say = field("#c-say"), contact = field("#c-contact");
  const problem = field(".problem"), done = field(".done");
  const CONTEXT = 32;
  // What the desk sees of the article: white space is one space, the joiner before a quotation is nothing.
  const plain = (text) => text.replaceAll("\u2060", "").replace(/\s+/gu, " ");
  let selected = null;

  const read = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) { return null; }
    const range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) { return null; }
    const text = (from, fromAt, to, toAt) => {
      const part = document.createRange();
      part.setStart(from, fromAt);
      part.setEnd(to, toAt);
      return plain(part.toString());
    };
    const exact = plain(range.toString()).trim();
    if (!exact || exact.length > 2000) { return null; }
    const before = text(article, 0, range.startContainer, range.startOffset).trimStart();
    const behind = text(range.endContainer, range.endOffset, article, article.childNodes.length);
    const lead = plain(range.toString()).startsWith(" ") && !before.endsWith(" ") ? " " : "";
    const tail = plain(range.toString()).endsWith(" ") && !behind.startsWith(" ") ? " " : "";
    return { exact, prefix: (before + lead).slice(-CONTEXT), suffix: (tail + behind).slice(0, CONTEXT) };
  };

  document.addEventListener("selectionchange", () => {
    if (dialog.open) { return; }
    const found = read();
    if (found) { selected = found; }
    // Moving to the button by keyboard may take the selection away; the words are kept while it has focus.
    beside.hidden = !found && document.activeElement !== beside;
  });
  beside.addEventListener("blur", () => { beside.hidden = !read(); });

  const show = (found) => {
    selected = found;
    words.value = found ? found.exact : "";
    words.readOnly = Boolean(found);
    say.value = "";
    problem.hidden = true;
    done.hidden = true;
    beside.hidden = true;
    dialog.showModal();
    (found ? say : words).focus();
  };
  open.addEventListener("click", () => show(read()));
  beside.addEventListener("click", () => show(read() || selected));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !dialog.open) {
      const found = read();
      if (found) { event.preventDefault(); show(found); }
    }
  });
  field(".cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) { dialog.close(); } });
  dialog.addEventListener("close", () => { document.getSelection()?.removeAllRanges(); });
  field("form").addEventListener("submit", (event) => event.preventDefault());

  const kind = () => field("input[name=kind]:checked").value;
  const complain = (message, where) => {
    problem.textContent = message;
    problem.hidden = false;
    where.focus();
    return null;
  };
  const made = () => {
    problem.hidden = true;
    done.hidden = true;
    const exact = plain(words.value).trim();
    if (!exact) { return complain(problem.dataset.wordsMissing, words); }
    if (!say.value.trim()) { return complain(problem.dataset.sayWhat, say); }
    const around = selected && selected.exact === exact ? selected : { prefix: "", suffix: "" };
    return {
      "@context": "http://www.w3.org/ns/anno.jsonld",
      type: "Annotation",
      motivation: "editing",
      created: new Date().toISOString(),
      target: {
        source: dialog.dataset.story,
        selector: { type: "TextQuoteSelector", exact, prefix: around.prefix, suffix: around.suffix },
      },
      body: { type: "TextualBody", purpose: "editing", value: say.value.trim(), language: dialog.dataset.language },
      correction: { format: 1, version: Number(dialog.dataset.version), kind: kind(), contact: contact.value.trim() },
    };
  };
  const save = (found) => {
    const name = `correction-${dialog.dataset.story}-v${dialog.dataset.version}-${found.created.replace(/\D/g, "").slice(0, 14)}.json`;
    const link = document.createElement("a");
    const address = URL.createObjectURL(new Blob([JSON.stringify(found, null, 1) + "\n"], { type: "application/json" }));
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return name;
  };
  field(".save").addEventListener("click", () => {
    const found = made();
    if (!found) { return; }
    const name = save(found);
    done.textContent = done.dataset.saved.replace("{name}", name);
    done.hidden = false;
  });
  field(".letter")?.addEventListener("click", () => {
    const found = made();
    if (!found) { return; }
    const lines = [
      `${found.target.source} v${found.correction.version} · ${found.correction.kind}`,
      "", `> ${found.target.selector.exact}`, "", found.body.value, "", found.correction.contact,
    ];
    const query = `subject=${encodeURIComponent(`Correction: ${found.target.source}`)}&body=${encodeURIComponent(lines.join("\r\n"))}`;
    const link = document.createElement("a");
    link.href = `mailto:${dialog.dataset.address}?${query}`;
    link.click();
  });
})();
