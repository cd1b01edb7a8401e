// The steps that a launch from an LMS takes on its own; each page has a button or a sentence for when it can't.
// Storage: "LTI Client Side postMessages" and "LTI Postmessage Storage" of 1EdTech.
const step = document.querySelector("[data-lti]");
const { lti, frame, origin, key, value } = step.dataset;

// The LMS's window that lends its storage: the one around ours (or that opened it), or a frame in it.
function lender() {
  const outer = window.parent === window ? window.opener : window.parent;
  return frame === "_parent" ? outer : outer?.frames[frame];
}

const PATIENCE = 10000;

// Asked again and again, as its window may not listen yet; its answer counts however late it comes.
function ask(subject, more) {
  return new Promise((resolve, reject) => {
    const message_id = crypto.randomUUID?.() ?? String(Math.random());
    const post = () => lender().postMessage({ subject, message_id, key, ...more }, origin);
    post();
    const again = setInterval(post, 1000);
    window.addEventListener("message", ({ data, origin: from }) => {
      if (from !== origin || data?.subject !== `${subject}.response` || data.message_id !== message_id) return;
      clearInterval(again);
      data.error ? reject(new Error(data.error.code)) : resolve(data.value);
    });
  });
}

function say(lost) {
  document.querySelector("[data-lti-waits]").hidden = lost;
  document.querySelector("[data-lti-lost]").hidden = !lost;
}

const steps = {
  async keep() {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([ask("lti.put_data", { value }), late]).catch(() => {}); // a cookie may do as well
    location.replace(step.href);
  },
  async fetch() {
    const late = setTimeout(say, PATIENCE, true);
    try {
      const kept = await ask("lti.get_data", {});
      if (typeof kept !== "string") throw new Error("nothing kept");
      say(false);
      step.elements.binding.value = kept;
      step.submit();
    } catch {
      say(true);
    } finally {
      clearTimeout(late);
    }
  },
  send: () => step.submit(),
  close: () => (window.opener ?? window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*"),
};
steps[lti]();
