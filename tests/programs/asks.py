# asks: reads a line from its terminal before it makes a socket, in Python.
# SPDX-License-Identifier: GPL-3.0-or-later
import socket

name = input("Your name? ")
with socket.socket() as s:
    print("\033[1mHello,\033[0m", name)
