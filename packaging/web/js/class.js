// The pages of a class. Of many tabs the one that is open is brought into sight.
const tabs = document.querySelector(".tabs");
const open = tabs?.querySelector("[aria-current]");
if (open) tabs.scrollLeft = open.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;

// The drawer of the grade book: what htmx puts there takes the focus, and gives it back to the score that opened it.
const drawer = document.getElementById("drawer");
if (drawer) {
  let opener = null;
  const close = () => {
    drawer.replaceChildren();
    opener?.focus();
  };
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === drawer) opener = event.detail.elt;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === drawer) drawer.querySelector(".case-title")?.focus();
  });
  drawer.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    close();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
