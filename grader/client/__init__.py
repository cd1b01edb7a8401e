"""The student's side of a server: sign in, hand in, follow, read. Light: no torch, no database, any system."""
