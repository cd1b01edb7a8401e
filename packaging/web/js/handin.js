// Handing a file in: dropped anywhere on the form or chosen. A Python file goes into the editor, anything else is sent as it is.
const form = document.querySelector("form[data-handin]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const area = form.querySelector("textarea");

  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    take();
  });
  input.addEventListener("change", take);
  chosen.querySelector("button").addEventListener("click", () => {
    input.value = "";
    show();
    area.dispatchEvent(new CustomEvent("editor:focus"));
  });

  async function take() {
    const file = input.files[0];
    if (file && file.name.endsWith(".py") && file.size < 200_000) {
      area.dispatchEvent(new CustomEvent("editor:fill", { detail: await file.text() }));
      input.value = "";
    }
    show();
  }
  function show() {
    const file = input.files[0];
    chosen.hidden = !file;
    form.classList.toggle("with-file", Boolean(file));
    chosen.querySelector("b").textContent = file ? file.name : "";
  }
}
