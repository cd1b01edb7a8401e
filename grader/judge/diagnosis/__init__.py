"""Diagnosis by replay: which misconception gives the very answers that the student's code gave.

What went between judge and box is kept (`subject.tape`). When a test failed, the calls of the whole run are asked
again, each on the values that the student's code had, of the reference and of each misconception (`variants`, `world`,
`replay`); what came of a call is taken down (`snapshots`), compared (`likeness`) and weighed (`decide`). Where no
misconception explains a failure, what all wrong answers have in common is said instead (`observe`).

No code of the student's takes part: what it answered is data by now.
"""
