// What every page loads. Nothing here is needed to read a page or to send a form.
import "./js/htmx.js";
import "./js/chrome.js";
import "./js/class.js";
import "./js/handin.js";
import "./js/clock.js";
import "./js/live.js";
