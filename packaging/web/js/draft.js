// One draft: where it is kept, and what the page says of it.
const WAIT_MS = 1200;

export class Draft {
  #area;
  #key;
  #says;
  #timer = 0;

  constructor(area) {
    this.#area = area;
    this.#key = `draft:${area.dataset.draft}`;
    this.#says = document.querySelector("[data-draft-state]");
    addEventListener("online", () => this.#isUnsaved() && this.#send());
    addEventListener("pagehide", () => this.#timer && this.#send(true));
  }

  // What this browser kept while the server could not be reached is newer than what the page came with.
  restore(fill) {
    const kept = this.#kept();
    if (kept === null || kept === this.#area.value) return;
    fill(kept);
  }

  changed() {
    try {
      localStorage.setItem(this.#key, this.#area.value);
    } catch {
      // Full or forbidden: the server's copy is enough.
    }
    this.#say("saving");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), WAIT_MS);
  }

  async #send(leaving = false) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const text = this.#area.value;
    try {
      const answer = await fetch(this.#area.dataset.draft, {
        method: "PUT",
        keepalive: leaving && text.length < 60_000,
        headers: { "content-type": "application/json", "x-csrf-token": this.#area.dataset.csrf },
        body: JSON.stringify({ text }),
      });
      if (!answer.ok) throw new Error(answer.statusText);
      if (this.#kept() === text) localStorage.removeItem(this.#key);
      this.#say("saved");
    } catch {
      this.#say("offline");
    }
  }

  #isUnsaved() {
    return this.#kept() !== null;
  }

  #kept() {
    try {
      return localStorage.getItem(this.#key);
    } catch {
      return null;
    }
  }

  #say(state) {
    if (!this.#says) return;
    this.#says.textContent = this.#says.dataset[state];
    this.#says.dataset.state = state;
  }
}
