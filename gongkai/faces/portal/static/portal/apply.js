// An application at the portal: a draft kept on this device, the small task solved unseen, copying. Every page works without it.
(function () {
  "use strict";
  const KEY = "gongkai.apply.draft";
  const KEPT = ["description", "supply_form", "supply_way", "needs_help"];  // never who somebody is
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const one = (selector, within) => (within || document).querySelector(selector);

  function stored() {
    try { return JSON.parse(localStorage.getItem(KEY) || "null"); } catch (e) { return null; }
  }
  function drop() {
    try { localStorage.removeItem(KEY); } catch (e) { /* nothing was kept */ }
  }

  // -- the draft ---------------------------------------------------------------------------------------------------
  if (one("[data-draft-clear]")) drop();
  const wish = one("form[data-apply=wish]");
  if (wish) {
    const line = one("[data-draft-line]", wish);
    const offer = one("[data-draft-offer]", wish);
    const draft = stored();
    let waiting = 0;
    const values = () => {
      const found = {};
      KEPT.forEach((name) => {
        const fields = all("[name=" + name + "]", wish);
        const field = fields.length > 1 ? fields.find((radio) => radio.checked) : fields[0];
        found[name] = field ? field.value : "";
      });
      return found;
    };
    const save = () => {
      waiting = 0;
      const given = values();
      if (!given.description.trim() && !given.needs_help.trim()) return;
      try {
        localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), values: given }));
        line.hidden = false;
        offer.hidden = true;
      } catch (e) { /* storage refused: there is no draft, and nobody is told of one */ }
    };
    const put = (given) => {
      KEPT.forEach((name) => {
        if (typeof given[name] !== "string") return;
        all("[name=" + name + "]", wish).forEach((field) => {
          if (field.type === "radio") field.checked = field.value === given[name];
          else { field.value = given[name]; field.dispatchEvent(new Event("input", { bubbles: true })); }
        });
      });
    };
    const same = draft && draft.values && draft.values.description === values().description;
    if (draft && draft.values && draft.values.description && !same) {
      const time = one("[data-draft-time]", offer);
      const day = new Date(draft.at);
      time.dateTime = day.toISOString();
      time.textContent = (day.getMonth() + 1) + "月" + day.getDate() + "日 " + String(day.getHours()).padStart(2, "0") + ":" + String(day.getMinutes()).padStart(2, "0");
      offer.hidden = false;
    } else if (same) line.hidden = false;
    wish.addEventListener("input", () => { if (!waiting) waiting = setTimeout(save, 400); });
    wish.addEventListener("submit", save);
    one("[data-draft-restore]", offer).addEventListener("click", () => {
      put(draft.values);
      offer.hidden = true;
      one("[name=description]", wish).focus();
    });
    all("[data-draft-drop]", wish).forEach((button) => button.addEventListener("click", () => {
      clearTimeout(waiting);
      waiting = 0;
      drop();
      offer.hidden = true;
      line.hidden = true;
      one("[name=description]", wish).focus();
    }));
  }

  // -- the small task ------------------------------------------------------------------------------------------------
  const task = one("[data-task]");
  if (task && window.crypto && crypto.subtle) {
    const form = task.closest("form");
    const nonce = one("[data-nonce]", form);
    const question = one("[data-task-question]", task);
    const working = one("[data-task-working]", task);
    const done = one("[data-task-done]", task);
    const bits = Number(task.dataset.bits);
    const wrong = one(".field.wrong", question);
    let pressed = null;
    const enough = (hash) => {
      let left = bits;
      for (let i = 0; left > 0; i += 1, left -= 8) {
        if (hash[i] >> Math.max(0, 8 - left)) return false;
      }
      return true;
    };
    const solve = async () => {
      const text = new TextEncoder();
      for (let start = 0; start < 1e7; start += 256) {
        const tried = [];
        for (let n = start; n < start + 256; n += 1) tried.push(crypto.subtle.digest("SHA-256", text.encode(task.dataset.once + ":" + n)));
        const found = (await Promise.all(tried)).findIndex((hash) => enough(new Uint8Array(hash)));
        if (found >= 0) return start + found;
        await new Promise((go) => setTimeout(go, 0));
      }
      throw new Error("not found");
    };
    if (!wrong) question.hidden = true;
    working.hidden = false;
    solve().then((found) => {
      nonce.value = String(found);
      working.hidden = true;
      done.hidden = false;
      question.hidden = true;
      if (pressed) form.requestSubmit(pressed);
    }, () => {
      working.hidden = true;
      question.hidden = false;
      pressed = null;
    });
    form.addEventListener("submit", (event) => {
      const sends = event.submitter && event.submitter.value === "finish";
      if (sends && !nonce.value && question.hidden) {
        event.preventDefault();
        pressed = event.submitter;
      }
    });
  }

  // -- attachments: too large is said before anything is sent --------------------------------------------------------
  const files = one("input[type=file][name=attachments]");
  const fault = one("[data-files-fault]");
  if (files && fault) {
    const heavy = () => Array.from(files.files).reduce((sum, file) => sum + file.size, 0) > 10 * 1024 * 1024;
    files.addEventListener("change", () => { fault.hidden = !heavy(); });
    files.form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.value === "finish" && heavy()) {
        event.preventDefault();
        fault.hidden = false;
        files.focus();
      }
    });
  }

  // -- the receipt -----------------------------------------------------------------------------------------------------
  all("[data-copy]").forEach((button) => button.addEventListener("click", () => {
    const target = document.getElementById(button.dataset.copy);
    const told = () => {
      one("[data-copy-ready]", button).hidden = true;
      one("[data-copy-done]", button).hidden = false;
    };
    if (navigator.clipboard) navigator.clipboard.writeText(target.textContent).then(told, () => undefined);
    else {
      const range = document.createRange();
      range.selectNodeContents(target);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  }));
})();
