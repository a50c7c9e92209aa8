// What only the desk uses: confirmation, autosave, keyboard. Every move also works without it.
(function () {
  "use strict";
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
    if (text) element.textContent = text;
    return element;
  };
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

  // A form with data-confirm="什么会发生" asks first. The answer is posted as confirmed=1; without script the server asks
  // on a page of its own (design/confirm.html). Registered in the capture phase: the double-submit guard must not count the question.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    if (!words || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    const submitter = event.submitter;
    const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" });
    const row = make("div", { class: "buttons" });
    const yes = make("button", { type: "button", class: "button danger" }, (submitter && submitter.textContent.trim()) || "确定");
    const no = make("button", { type: "button", class: "button" }, "不，返回");
    dialog.append(make("h2", { id: "ask-title" }, form.dataset.confirmTitle || "请确认"), make("p", {}, words), row);
    row.append(yes, no);
    document.body.append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); if (submitter) submitter.focus(); });
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "1";
      form.append(make("input", { type: "hidden", name: "confirmed", value: "1" }));
      dialog.close();
      form.requestSubmit(submitter || undefined);
    });
    dialog.showModal();
    no.focus();
  }, true);

  // Autosave: <form data-autosave="/address/"> posts itself while it is being written. What the server did not take is
  // kept on this device and offered again. The server answers 204 (or 200 with JSON {"version": n}); 409 means that
  // another window was faster; 422 brings the reason as JSON {"message", "forget"}; a redirect or 401/403 means that the session is over.
  const PREFIX = "gongkai.draft:";
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (e) { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch (e) { /* nothing kept */ } },
  };
  all("form[data-autosave]").forEach((form) => {
    const key = PREFIX + form.dataset.autosave;
    const state = document.querySelector("[data-save-state]") || form.insertBefore(make("p", { "data-save-state": "" }), form.firstChild);
    state.classList.add("save-state");
    state.setAttribute("role", "status");
    const skip = new Set(["csrfmiddlewaretoken", "version", "confirmed"]);
    const words = () => JSON.stringify(Array.from(new FormData(form)).filter(([n, v]) => typeof v === "string" && !skip.has(n)));
    let saved = words();
    let seen = saved;
    let stopped = false;

    function show(kind, text) { state.dataset.state = kind; state.textContent = text; }
    function keep(reason) {
      const kept = store.write(key, { at: clock(), words: seen });
      show("failed", "未能保存：" + reason + (kept ? "。已写的内容留在这台电脑上。" : "。请先复制正文，不要关闭本页。"));
    }
    // Signing in again in another window has changed the token of this form: it is read afresh from its own page.
    async function renewed() {
      try {
        const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
        if (!answer.ok) return false;
        const fresh = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await answer.text());
        if (!fresh) return false;
        all("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh[1]; });
        return true;
      } catch (e) { return false; }
    }
    // Resolves to "same", "saved", "stale", "over" (the session), "refused" or "offline".
    async function post(again) {
      const sending = seen;
      show("saving", "正在保存");
      const body = new FormData(form);
      for (const [name, value] of Array.from(body)) if (typeof value !== "string") body.delete(name);
      let answer;
      try {
        answer = await fetch(form.dataset.autosave, {
          method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { "X-Requested-With": "autosave" },
        });
      } catch (e) {
        keep("网络不通");
        return "offline";
      }
      if (answer.ok) {
        saved = sending;
        store.drop(key);
        if ((answer.headers.get("Content-Type") || "").includes("json")) {
          const data = await answer.json().catch(() => ({}));
          const version = form.elements.namedItem("version");
          if (version && data.version !== undefined) version.value = data.version;
        }
        show("saved", "已保存 " + clock());
        return "saved";
      }
      if (answer.status === 409) {
        stopped = true;
        keep("另一个窗口或另一位同事已经改动了这份稿子，请刷新后核对");
        return "stale";
      }
      if (answer.status === 403 && !again && await renewed()) return post(true);
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        keep("登录已过期，请在新窗口重新登录，再回到本页提交");
        return "over";
      }
      if (answer.status === 422) {
        // The reason in words. What may not be on this system ("forget") is not kept on this device either.
        const said = await answer.json().catch(() => ({}));
        if (said.forget) { store.drop(key); saved = words(); show("failed", said.message); } else keep(said.message || "内容没有保存");
        return "refused";
      }
      keep("系统暂时没有收下（" + answer.status + "）");
      return "refused";
    }
    let running = null;
    function save() {
      if (running) return running;
      seen = words();
      if (stopped || seen === saved) return Promise.resolve("same");
      running = post().finally(() => { running = null; });
      return running;
    }
    const pause = Number(form.dataset.autosaveSeconds || 5) * 1000;
    setInterval(save, pause);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    window.addEventListener("online", save);

    // Before a submit the words are saved once more: when the session is over or the network down, the page stays.
    let passing = false;
    let asking = false;
    form.addEventListener("submit", async (event) => {
      if (event.defaultPrevented || passing) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      if (running) await running;
      seen = words();
      running = post().finally(() => { running = null; });
      const result = await running;
      asking = false;
      if (result === "over" || result === "offline") return;
      stopped = true;
      passing = true;
      form.requestSubmit(event.submitter || undefined);
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) { passing = false; stopped = false; } });
    window.addEventListener("beforeunload", (event) => {
      if (!stopped && words() !== saved) { store.write(key, { at: clock(), words: words() }); event.preventDefault(); }
    });

    const kept = store.read(key);
    if (kept && kept.words && kept.words !== saved && !form.hasAttribute("data-autosave-fresh")) {
      const offer = make("div", { class: "alert warning", role: "status" });
      const row = make("div", { class: "buttons" });
      const back = make("button", { type: "button", class: "button" }, "恢复这些内容");
      const away = make("button", { type: "button", class: "plain" }, "不用，删除");
      offer.append(make("p", { class: "alert-title" }, "这台电脑上留有 " + kept.at + " 未保存的内容。"), row);
      row.append(back, away);
      form.before(offer);
      back.addEventListener("click", () => { restore(JSON.parse(kept.words)); offer.remove(); save(); });
      away.addEventListener("click", () => { store.drop(key); offer.remove(); });
    } else if (kept) store.drop(key);

    function restore(pairs) {
      const values = new Map();
      pairs.forEach(([name, value]) => values.set(name, (values.get(name) || []).concat(value)));
      Array.from(form.elements).forEach((control) => {
        if (!control.name || skip.has(control.name) || control.type === "file" || control.type === "submit") return;
        const wanted = values.get(control.name) || [];
        if (control.type === "checkbox" || control.type === "radio") control.checked = wanted.includes(control.value);
        else if (control.multiple) Array.from(control.options).forEach((o) => { o.selected = wanted.includes(o.value); });
        else if (wanted.length) control.value = wanted.shift();
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  });
  // Signing out forgets what this device kept.
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-forget")) return;
    try { Object.keys(localStorage).filter((k) => k.startsWith(PREFIX)).forEach((k) => localStorage.removeItem(k)); } catch (e) { /* nothing kept */ }
  });

  // Keyboard of lists: j and k walk the rows, Enter opens (the focused link does that itself), / searches, ? helps.
  // Single letters can be switched off (WCAG 2.1.4).
  const off = () => { try { return localStorage.getItem("gongkai.keys") === "off"; } catch (e) { return false; } };
  function rows() {
    return all("[data-rows] a[data-row], [data-rows] tbody tr, [data-rows] > li").map((row) => (row.matches("a") ? row : row.querySelector("a"))).filter(Boolean);
  }
  function walk(step) {
    const links = rows();
    if (!links.length) return false;
    const now = links.findIndex((link) => link === document.activeElement || (link.closest("tr, li") || link).contains(document.activeElement));
    const next = links[now < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, now + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  let help = null;
  function showHelp() {
    if (!help) {
      help = make("dialog", { class: "ask", "aria-labelledby": "keys-title" });
      const list = make("dl", { class: "keys" });
      [["j", "下一行"], ["k", "上一行"], ["Enter", "打开这一行"], ["/", "到搜索框"], ["?", "本说明"], ["Esc", "关闭"]].forEach(([k, w]) => {
        const term = make("dt");
        term.append(make("kbd", {}, k));
        list.append(term, make("dd", {}, w));
      });
      const label = make("label", { class: "choice" });
      const box = make("input", { type: "checkbox" });
      box.checked = !off();
      box.addEventListener("change", () => { try { if (box.checked) localStorage.removeItem("gongkai.keys"); else localStorage.setItem("gongkai.keys", "off"); } catch (e) { /* lasts for this page */ } });
      label.append(box, document.createTextNode("使用单键快捷键"));
      const row = make("div", { class: "buttons" });
      const close = make("button", { type: "button", class: "button" }, "关闭");
      close.addEventListener("click", () => help.close());
      row.append(close);
      help.append(make("h2", { id: "keys-title" }, "键盘快捷键"), list, label, row);
      document.body.append(help);
    }
    if (!help.open) help.showModal();
  }
  all("[data-keys-help]").forEach((button) => button.addEventListener("click", showHelp));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at.closest("input, select, textarea, dialog, [contenteditable=true]") || off()) return;
    let done = true;
    if (event.key === "j") done = walk(1);
    else if (event.key === "k") done = walk(-1);
    else if (event.key === "?") showHelp();
    else if (event.key === "/") { const box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } else done = false; }
    else done = false;
    if (done) event.preventDefault();
  });
})();
