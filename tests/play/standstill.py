#!/usr/bin/env python3
"""standstill: programs of which none can move any more say so, and those that
only wait do not.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/standstill.py [PROGRAM]
"""

import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, TOP, environment, expect, main, run  # noqa: E402

SOURCE = os.path.join(TOP, "tests", "programs", "standstill.py")
AUTO = ("trace", "--plain", "--auto")
HANGS = 4


def pair(first, second, *options):
    return (*options, "a=", "python3", SOURCE, first, "::",
            "b=", "python3", SOURCE, second)


def hang(first, second, *texts, when=("--when=listening",)):
    result = run(*AUTO, *when, *pair(first, second))
    told = result.stdout
    expect(result.returncode == HANGS, f"{result}")
    for text in ("\nnote: nothing can move any more: a waits in ",
                 "that ends the run", "\nfinding, ", *texts):
        expect(text in told, f"no {text!r} in {told}")
    return told


def both_wait_to_receive():
    told = hang("reads_a_line", "sends_no_newline",
                "a waits in recv() since ", " from b's fd 3 (fd 4); it has "
                "got 5 bytes and sent 0, 0 bytes lie unread",
                "a and b each wait to receive from the other",
                '"hello", ends without a newline: when a reads lines')
    expect(told.count("\nfinding, ") == 1, told)
    # With the newline nobody waits.
    result = run(*AUTO, "--when=listening",
                 *pair("reads_a_line", "sends_a_line"))
    expect(result.returncode == 0 and "nothing can move" not in result.stdout,
           f"{result}")


def both_send_into_full_buffers():
    hang("sends_much", "answers_with_much",
         "room to send to b's fd 3 (fd 4)",
         "each send to the other and neither receives")


def the_end_that_is_held_open():
    hang("forgets_its_client", "sends_no_newline",
         "b waits for bytes, or the end of the stream, and a's fd 4, the "
         "other end, is open", "a waits in accept4() since ")


def alone(name, *texts):
    result = run(*AUTO, "a=", "python3", SOURCE, name)
    expect(result.returncode == HANGS and
           all(text in result.stdout for text in texts), f"{result}")
    expect("no process has taken" not in result.stdout and
           "accept queue, which nobody" not in result.stdout, f"{result}")


def a_queue_that_nobody_empties():
    alone("fills_a_queue", "for room in the accept queue at ",
          "finding, a: a waits in connect() for room in an accept queue")


def a_datagram_without_an_answer():
    told = hang("answers_the_second", "asks_once", when=())
    expect("waits for the answer to a datagram" in told, told)


def a_lock_of_its_own():
    result = run(*AUTO, "a=", "python3", SOURCE, "locks_itself")
    expect(result.returncode == HANGS and
           "a waits in futex() for another thread, or a lock" in result.stdout,
           f"{result}")


def what_ends_by_itself_is_no_hang():
    result = run(*AUTO, "--when=listening",
                 *pair("forgets_its_client", "waits_a_moment", "--end-with",
                       "b"))
    expect(result.returncode == 0 and "no answer" in result.stdout and
           "nothing can move" not in result.stdout, f"{result}")
    result = run(*AUTO, "--exit-status", "a=", "python3", SOURCE, "is_woken")
    expect(result.returncode == 128 + signal.SIGALRM and
           "nothing can move" not in result.stdout, f"{result}")


def started(*words):
    # pylint: disable=consider-using-with
    return subprocess.Popen([PROGRAM, *AUTO, *words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                            env=environment(), text=True)


def ended(process, number):
    process.send_signal(number)
    told = process.communicate(timeout=400)[0]
    expect(process.returncode == 128 + number, f"{process.returncode}: {told}")
    return told


def read_until(process, text):
    told = ""
    while text not in told:
        line = process.stdout.readline()
        expect(line, f"no {text!r} in {told}")
        told += line
    return told


def who_waits_for_a_newcomer_is_at_rest():
    for words, rest in [
            (pair("serves_for_ever", "sends_a_line", "--when=listening"),
             "  a waits in accept4() since "),
            (pair("answers_each", "asks_once"),
             "  a waits in recvfrom() since "),
            (("a=", "cat"), "  a waits in read() for a line at its terminal")]:
        with started(*words) as process:
            told = read_until(process, rest)
            expect("one of them for somebody who may still come" in told, told)
            told += ended(process, signal.SIGTERM)
            expect("nothing can move" not in told and
                   "\nwho is where:\n" + rest in told, told)


def a_client_waits_for_another():
    """Ended by a signal, or at rest: who keeps the others waiting."""
    for word in ("connects_twice", "is_alone"):
        words = pair("serves_one_by_one", word, "--when=listening")
        with started(*words) as process:
            told = read_until(process, "  b waits in read() for a line")
            told += ended(process, signal.SIGINT)
            found = told.count(
                "\nfinding, a: 1 client waits in the accept queue of "
                "descriptor 3, and nobody is in accept(): a waits in recv()")
            expect(found == (word == "connects_twice"), told)


def it_can_go_on_for_ever():
    words = ("--wait-for-ever", "--when=listening",
             *pair("reads_a_line", "sends_no_newline"))
    with started(*words) as process:
        read_until(process, "finding, a: ")
        told = ended(process, signal.SIGINT)
        expect("that ends the run" not in told and "\nwho is where:\n  a waits "
               "in recv()" in "\n" + told, told)
    told = run("trace", "--wait-for-ever", "true")
    expect(told.returncode == 2 and "goes with --auto only" in told.stderr,
           f"{told}")


main([
    both_wait_to_receive,
    both_send_into_full_buffers,
    the_end_that_is_held_open,
    a_queue_that_nobody_empties,
    a_datagram_without_an_answer,
    a_lock_of_its_own,
    what_ends_by_itself_is_no_hang,
    who_waits_for_a_newcomer_is_at_rest,
    a_client_waits_for_another,
    it_can_go_on_for_ever,
])
