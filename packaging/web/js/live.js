// A browser takes a broken stream up where it broke. Where it gave up, a new one is opened, which tells everything again.
let known;
document.addEventListener("htmx:sseOpen", ({ detail }) => {
  if (known && known !== detail.source) document.querySelector(".arriving")?.replaceChildren();
  known = detail.source;
});
