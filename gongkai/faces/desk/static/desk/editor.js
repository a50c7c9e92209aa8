// Around the rich text: its name for screen readers, Chinese words, clean pastes from Word and WPS, restored text,
// and the panel of what is missing. The page works without it.
(function () {
  "use strict";
  const form = document.getElementById("draft");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const say = window.gettext || ((word) => word);

  // Words that the editor does not pass through gettext: titles of buttons, choices of its dialogs.
  function translate(root) {
    root.querySelectorAll(".prose-editor [title], .prose-editor-dialog [title]").forEach((element) => {
      const word = say(element.title);
      if (word !== element.title) element.title = word;
      if (!element.getAttribute("aria-label")) element.setAttribute("aria-label", word);
    });
    root.querySelectorAll(".prose-editor-dialog option").forEach((option) => {
      const word = say(option.textContent);
      if (word !== option.textContent) { option.setAttribute("value", option.textContent); option.textContent = word; }
    });
    // A table of an official document begins with its header row.
    root.querySelectorAll(".prose-editor-dialog select[name=withHeaderRow]:not([data-set])").forEach((select) => { select.dataset.set = ""; select.value = "Yes"; });
  }
  new MutationObserver(() => translate(document)).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    const area = editor.view.dom;
    const label = form.querySelector(`label[for="${textarea.id}"]`);
    if (label) {
      area.setAttribute("aria-label", label.firstChild.textContent.trim());
      label.addEventListener("click", () => editor.commands.focus());
    }
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    const described = textarea.getAttribute("aria-describedby");
    if (described) area.setAttribute("aria-describedby", described);
    translate(document);

    // What this device had kept is put back into the text area; the editor takes it over.
    let own = false;
    editor.on("update", () => { own = true; setTimeout(() => { own = false; }, 0); });
    textarea.addEventListener("change", () => { if (!own && textarea.value !== editor.getHTML()) editor.commands.setContent(textarea.value, { emitUpdate: false }); });

    // Office programs put their own markup on the clipboard: the server makes clean HTML of it, tables included.
    area.addEventListener("paste", async (paste) => {
      const html = paste.clipboardData && paste.clipboardData.getData("text/html");
      if (!html || !/mso-|Mso|urn:schemas-microsoft-com|\bwps\b/i.test(html)) return;
      const plain = paste.clipboardData.getData("text/plain");
      paste.preventDefault();
      paste.stopImmediatePropagation();
      const body = new FormData();
      body.append("html", html);
      let clean = null;
      try {
        const answer = await fetch(form.dataset.paste, { method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token } });
        if (answer.ok) clean = (await answer.json()).html;
      } catch (e) { /* the plain text is put in instead */ }
      if (clean) editor.chain().focus().insertContent(clean).run();
      else editor.chain().focus().insertContent(plain.split(/\r?\n/).filter(Boolean).map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] }))).run();
    }, true);
  });

  // Chosen files go up at once; everything typed is saved with the same press.
  const files = document.getElementById("files");
  const up = form.querySelector("button[name=do][value=attach]");
  if (files && up) files.addEventListener("change", () => { if (files.files.length) form.requestSubmit(up); });

  // After an autosave the panel is asked again.
  const lines = document.getElementById("gap-lines");
  const state = form.querySelector("[data-save-state]");
  if (lines && state) {
    new MutationObserver(async () => {
      if (state.dataset.state !== "saved") return;
      try {
        const answer = await fetch(form.dataset.gaps, { credentials: "same-origin", redirect: "manual" });
        if (answer.ok) lines.innerHTML = await answer.text();
      } catch (e) { /* asked again after the next save */ }
    }).observe(state, { attributes: true, attributeFilter: ["data-state"], childList: true });
  }
})();
