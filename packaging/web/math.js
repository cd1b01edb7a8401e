// Maths: the page holds TeX, which is what is read where this does not run.
import katex from "katex/dist/katex.mjs";

for (const place of document.querySelectorAll(".math")) {
  const displayMode = place.classList.contains("block");
  katex.render(place.textContent, place, { displayMode, throwOnError: false, strict: false, output: "htmlAndMathml" });
  if (displayMode && place.scrollWidth > place.clientWidth) place.tabIndex = 0; // to be scrolled by keyboard
}
