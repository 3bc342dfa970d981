// Before first paint: the theme that was chosen here before, if any; and a word where the page was opened as a plain file.
try {
  const theme = localStorage.getItem("podlab.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // No storage in a sandboxed frame.
}
// Browsers load no modules and no programs for a page that is a file. (podlab.html holds all in itself.)
if (location.protocol === "file:" && !document.querySelector("meta[name=podlab-single]")) {
  addEventListener("DOMContentLoaded", () => {
    const failed = document.getElementById("failed");
    failed.querySelector("p").textContent = "This folder must be served: browsers do not start such a page from a file. Open podlab.html beside it, which is one file and works from a USB stick, or run `python3 -m http.server` in this folder and open http://localhost:8000. Nothing is checked until then.";
    failed.querySelector("button").onclick = () => location.assign(new URL("podlab.html", location.href));
    failed.querySelector("button").textContent = "Open podlab.html";
    failed.hidden = false;
    document.body.prepend(failed);
  });
}
