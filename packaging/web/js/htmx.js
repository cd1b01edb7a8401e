// htmx, told to keep to the page's content policy: no inline style, no evaluated text, no request to another server.
import htmx from "htmx.org";
import "htmx-ext-sse/dist/sse.esm.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
