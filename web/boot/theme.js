// Before first paint: the theme that was chosen here before, if any.
try {
  const theme = localStorage.getItem("podlab.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // No storage in a sandboxed frame.
}
