// The code editor over the form's textarea, which stays what is sent, and the draft: kept in this browser at once, on the
// server soon after.
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { Draft } from "./js/draft.js";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "tok-number" },
  { tag: [tags.comment, tags.docComment], class: "tok-comment" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], class: "tok-function" },
  { tag: [tags.className, tags.definition(tags.className)], class: "tok-class" },
  { tag: [tags.meta, tags.annotation], class: "tok-meta" },
]);

for (const area of document.querySelectorAll("textarea[data-editor]")) edit(area);

function edit(area) {
  const draft = new Draft(area);
  const named = { "aria-label": area.getAttribute("aria-label"), "aria-describedby": area.getAttribute("aria-describedby") };
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        basicSetup,
        keymap.of([indentWithTab]),
        python(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        syntaxHighlighting(colours),
        EditorView.cspNonce.of(area.dataset.nonce),
        EditorView.contentAttributes.of({ ...named, tabindex: "0" }),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          draft.changed();
        }),
      ],
    }),
  });
  area.hidden = true;
  area.after(view.dom);
  area.addEventListener("editor:fill", (event) => fill(event.detail));
  area.addEventListener("editor:focus", () => view.focus());
  draft.restore(fill);
  const reset = document.querySelector("[data-reset]");
  if (reset) {
    reset.hidden = false;
    reset.addEventListener("click", () => {
      if (confirm(reset.dataset.ask)) fill(area.dataset.start);
      view.focus();
    });
  }

  function fill(text) {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }
}
