// Sent while the connection is down, a form would be lost with its page: it stays, and says so.
for (const form of document.querySelectorAll("form[data-kept]")) {
  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", (event) => {
    const told = form.querySelector("[data-offline]");
    told.hidden = navigator.onLine;
    unsaved = !navigator.onLine;
    if (unsaved) {
      event.preventDefault();
      told.focus();
    }
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}
