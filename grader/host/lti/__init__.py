"""LTI 1.3 Advantage: how an LMS signs its people in here, takes scores, and lists who is in a course.

The protocol is that of pylti1p3next; what it leaves open (where state is kept, that a nonce is used once, who may be
asked over the network) is settled here. Nothing here knows of a web framework: `grader.web.lti` does.
"""
