// The steps that a launch from an LMS takes on its own; each page has a button or a sentence for when it can't.
// Storage: "LTI Client Side postMessages" and "LTI Postmessage Storage" of 1EdTech.
const step = document.querySelector("[data-lti]");
const { lti, frame, origin, key, value } = step.dataset;

// The LMS's window that lends its storage: the one around ours (or that opened it), or a frame in it.
function lender() {
  const outer = window.parent === window ? window.opener : window.parent;
  return frame === "_parent" ? outer : outer?.frames[frame];
}

function ask(subject, more) {
  return new Promise((resolve, reject) => {
    const message_id = crypto.randomUUID?.() ?? String(Math.random());
    const timer = setTimeout(() => reject(new Error("no answer")), 10000);
    window.addEventListener("message", ({ data, origin: from }) => {
      if (from !== origin || data?.subject !== `${subject}.response` || data.message_id !== message_id) return;
      clearTimeout(timer);
      data.error ? reject(new Error(data.error.code)) : resolve(data.value);
    });
    lender().postMessage({ subject, message_id, key, ...more }, origin);
  });
}

const steps = {
  async keep() {
    await ask("lti.put_data", { value }).catch(() => {}); // a cookie may do as well
    location.replace(step.href);
  },
  async fetch() {
    try {
      step.elements.binding.value = await ask("lti.get_data", {});
      step.submit();
    } catch {
      document.querySelector("[data-lti-waits]").hidden = true;
      document.querySelector("[data-lti-lost]").hidden = false;
    }
  },
  send: () => step.submit(),
  close: () => (window.opener ?? window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*"),
};
steps[lti]();
