import sys

ROOMS = dict(
    hall=dict(north="library", east="kitchen"),
    library=dict(south="hall"),
    kitchen=dict(west="hall"),
)
ITEMS = {"kitchen": "bread", "library": "lamp"}


def ask(question, allowed):
    answer = None
    while answer not in allowed:
        if answer is not None:
            sys.stdout.write("Please answer one of: %s\n" % ", ".join(allowed))
        answer = input("%s " % question).lower().strip()
    return answer


def describe(room, items=()):
    text = f"You are in the {room}.\nExits: {', '.join(sorted(ROOMS[room].keys()))}"
    for item in items:
        text += f"\nThere is a {item} here."
    print(text)


class Game:
    def __init__(self, start):
        self.room = start
        self.bag = []

    def items(self):
        item = ITEMS.get(self.room)
        return [item] if item and item not in self.bag else []

    def do(self, verb, *rest):
        if verb == "go" and rest and rest[0] in ROOMS[self.room]:
            self.room = ROOMS[self.room][rest[0]]
            describe(self.room, self.items())
        elif verb == "take" and self.items():
            self.bag += self.items()
            print("Taken:", self.bag[-1] + ".")
        else:
            print("You can't do that.")


def play(start="hall"):
    game = Game(start)
    describe(start)
    while (line := input("> ")) != "quit":
        if line.strip():
            game.do(*line.split())
    print("Bye! Your score is", str(10 * len(game.bag)) + ".")
    return 10 * len(game.bag), game.room
