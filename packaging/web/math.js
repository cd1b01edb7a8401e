// Maths: the page holds TeX, which is what is read where this does not run.
import katex from "katex/dist/katex.mjs";

for (const place of document.querySelectorAll(".math")) {
  const tex = place.textContent;
  const displayMode = place.classList.contains("block");
  katex.render(tex, place, { displayMode, throwOnError: false, strict: false, output: "htmlAndMathml" });
}
