"""A small text adventure: it prints and reads."""

ROOMS = {
    "hall": {"north": "library", "east": "kitchen"},
    "library": {"south": "hall"},
    "kitchen": {"west": "hall"},
}
ITEMS = {"library": "lamp", "kitchen": "bread"}


def ask(question, allowed):
    """Ask until one of the allowed answers is given; case and spaces around do not matter."""
    while True:
        answer = input(question + " ").strip().lower()
        if answer in allowed:
            return answer
        print(f"Please answer one of: {', '.join(allowed)}")


def describe(room, items=()):
    """Print where we are."""
    text = f"You are in the {room}.\nExits: " + ", ".join(sorted(ROOMS[room]))
    for item in items:
        text += f"\nThere is a {item} here."
    return text


def play(start="hall"):
    """Play until the player quits; return (score, last room)."""
    room, score, items = start, 0, dict(ITEMS)
    describe(room)
    while True:
        words = input("> ").split()
        if not words:
            continue
        verb = words[0]
        if verb == "quit":
            print(f"Bye! Your score is {score}.")
            return score, room
        if verb == "go" and len(words) > 1 and words[1] in ROOMS[room]:
            room = ROOMS[room][words[1]]
            describe(room, [items[room]] if room in items else [])
        elif verb == "take" and room in items:
            print(f"Taken: {items.pop(room)}.")
            score += 10
        else:
            print("You can't do that.")
