"""Speaks to the network.

Exercise: slope
Tries: reach the internet, a local service, an abstract socket, netlink or a raw socket
Holds: score < full; never LOOT:
"""

import os
import socket

MARK = "LOOT" + ":"
socket.setdefaulttimeout(0.5)


def tell(what):
    print(MARK, what)


for name, address in {
    "internet": ("1.1.1.1", 53),
    "host": ("127.0.0.1", 22),
    "metadata": ("169.254.169.254", 80),
}.items():
    try:
        socket.create_connection(address, 0.5)
        tell(name)
    except OSError:
        pass
try:
    socket.getaddrinfo("example.org", 80)
    tell("names")
except OSError:
    pass
for family, kind, protocol in (
    (socket.AF_INET, socket.SOCK_DGRAM, 0),
    (socket.AF_INET6, socket.SOCK_DGRAM, 0),
    (socket.AF_INET, socket.SOCK_RAW, 1),
):
    try:
        with socket.socket(family, kind, protocol) as sock:
            sock.sendto(b"hello", ("1.1.1.1", 53) if family == socket.AF_INET else ("2606:4700:4700::1111", 53))
        tell(f"sent by {family}")
    except OSError:
        pass
for path in ("/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        tell(path)
    except OSError:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
