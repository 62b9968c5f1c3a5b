"""Asks Trakt for the user's settings as a program with pytrakt does: ask_trakt.py FILE PORT

FILE is its .pytrakt.json. PORT on 127.0.0.1 speaks for Trakt's hosts. Prints the user's name.
"""

import socket
import sys

import urllib3
from trakt import core

file, port = sys.argv[1], int(sys.argv[2])
look_up = socket.getaddrinfo


def look_up_here(host, _port, *arguments, **named):
    return look_up("127.0.0.1", port, *arguments, **named)


socket.getaddrinfo = look_up_here
urllib3.disable_warnings()
# The certificate is the stand-in's own.
core.session.verify = False
# Nor does a proxy or a bundle of certificates from the environment count.
core.session.trust_env = False
core.CONFIG_PATH = file
print(core.api().get("users/settings")["user"]["username"])
