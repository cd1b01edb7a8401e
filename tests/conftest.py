"""Commands that tests run leave no process behind: those that test the resident process ask for it."""

import os
import signal

os.environ["GRADER_RESIDENT"] = "off"

# A shell that starts pytest in the background has it and its children ignore Ctrl-C, which some tests send.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
