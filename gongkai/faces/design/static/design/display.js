// The reader's own choice of size and colours, applied before the first paint; it stays on this device and no page depends on it.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("script");
  try {
    var size = localStorage.getItem("gongkai.size");
    var theme = localStorage.getItem("gongkai.theme");
    if (size === "large") root.dataset.size = size;
    if (theme === "light" || theme === "dark" || theme === "contrast") root.dataset.theme = theme;
  } catch (e) { /* storage refused: the sheet of the system applies */ }
})();
