// What every page may use: size and colours, the contents list that follows, double-submit guard, character counter.
// Every page works without it.
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  // 长者版 and 无障碍: buttons that set an attribute of <html> and remember it on this device.
  function pressed() {
    all("[data-reading]").forEach((button) => {
      const now = root.dataset[button.dataset.reading] || "";
      button.setAttribute("aria-pressed", String(now === button.dataset.value));
    });
  }
  function choose(button) {
    const name = button.dataset.reading;
    let value = button.dataset.value;
    const toggle = !button.closest(".reading-row");
    if (toggle && root.dataset[name] === value) value = "";
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem("gongkai." + name, value);
      else localStorage.removeItem("gongkai." + name);
    } catch (e) { /* storage refused: the choice lasts for this page */ }
    pressed();
  }
  all("[data-reading]").forEach((button) => button.addEventListener("click", () => choose(button)));
  pressed();
  const panel = document.querySelector("[data-reading-panel]");
  if (panel) {
    document.addEventListener("click", (event) => { if (panel.open && !panel.contains(event.target)) panel.open = false; });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && panel.open) { panel.open = false; panel.querySelector("summary").focus(); }
    });
  }
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

  // The contents list marks the part that is being read.
  all("[data-contents]").forEach((list) => {
    const links = all("a[href^='#']", list);
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    if (!("IntersectionObserver" in window) || !targets.some(Boolean)) return;
    let queued = false;
    function mark() {
      queued = false;
      let current = -1;
      // Near the top is being read; at the end of the page, the last part that can be seen.
      const end = window.innerHeight + window.scrollY >= root.scrollHeight - 2;
      const line = end ? window.innerHeight : 90;
      targets.forEach((target, i) => { if (target && target.getBoundingClientRect().top < line) current = i; });
      links.forEach((link, i) => {
        if (i === current) {
          if (!link.hasAttribute("aria-current")) {
            link.setAttribute("aria-current", "true");
            if (list.scrollHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 2;
          }
        } else link.removeAttribute("aria-current");
      });
    }
    window.addEventListener("scroll", () => { if (!queued) { queued = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  });

  // A form is sent once. Coming back with the browser's button makes it usable again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => all("button[type=submit]", form).forEach((b) => b.setAttribute("aria-disabled", "true")), 0);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("button[type=submit]", form).forEach((b) => b.removeAttribute("aria-disabled"));
  }));

  // How many characters are left, counted as the server counts (code points).
  all("textarea[data-count]").forEach((area) => {
    const most = Number(area.dataset.count);
    const line = document.createElement("p");
    line.className = "counter";
    line.setAttribute("aria-live", "polite");
    area.after(line);
    function count() {
      const used = Array.from(area.value.replace(/\r\n/g, "\n")).length;
      line.textContent = used > most ? "超出 " + (used - most) + " 字" : "已写 " + used + " 字，最多 " + most + " 字";
      line.classList.toggle("over", used > most);
    }
    area.addEventListener("input", count);
    count();
  });

  // A table wider than the page scrolls in a box that the keyboard can reach.
  all(".record-body table").forEach((table) => {
    if (table.scrollWidth <= table.clientWidth || table.closest(".table-scroll")) return;
    const box = document.createElement("div");
    const caption = table.querySelector("caption");
    box.className = "table-scroll";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption ? caption.textContent : "表格");
    table.before(box);
    box.append(table);
  });

  // After a refused form the reader starts at what must be corrected.
  const summary = document.querySelector(".error-summary[data-focus]");
  if (summary) summary.focus();
})();
