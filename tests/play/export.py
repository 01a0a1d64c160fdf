#!/usr/bin/env python3
"""export: lessons and logs as pages, transcripts and handouts, by the command.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/export.py [PROGRAM]
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, environment, expect,  # noqa: E402
                      main, run)

LOG = os.path.join(TOP, "tests/golden/journal/connected.jsonl")
UDP = os.path.join(TOP, "lessons/22-udp.md")


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def wrong_usage_is_told():
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "page.html")
        for words, text in (
                (["udp"], "--html, --md or --worksheet"),
                ([], "LESSON, or --all FOLDER, is missing"),
                (["udp", "--all", folder], "one word too many"),
                (["udp", "--html", page, "--answers"], "--worksheet"),
                (["udp", "--html", page, "--md", page], "both would write"),
                (["udp", "--html", f"{folder}/no/page.html"], "no/page.html"),
                (["nonesuch", "--html", page], "nonesuch"),
                (["nonesuch.log", "--html", page], "nonesuch.log"),
                (["lessons/exercises/01-first-client.md", "--html", page],
                 "it is an exercise"),
                (["--all", f"{folder}/no/site"], "no/site")):
            result = run("export", *words)
            lines = result.stderr.splitlines()
            expect(result.returncode in (1, 2) and len(lines) == 1 and
                   text in lines[0], f"{words}: {result}")
        expect(not os.listdir(folder), f"{os.listdir(folder)}")


def a_lesson_is_played_and_written():
    with tempfile.TemporaryDirectory() as folder:
        page, notes, sheet, answers = (os.path.join(folder, name) for name in (
            "page.html", "page.md", "sheet.md", "answers.md"))
        result = run("export", UDP, "--html", page, "--md", notes,
                     "--worksheet", sheet)
        expect(not result.returncode and not result.stderr, f"{result}")
        html = text_of(page)
        with open(UDP, encoding="utf-8") as file:
            options = len(re.findall(r"^- \[[ x]\]", file.read(), re.M))
        given = html.count('value="') - html.count('value="x"')
        expect(options and given == options, f"{given}, not {options}")
        expect("<svg" in html and "sendto" in html, "calls and packets")
        expect("\n## " in text_of(notes), "steps")
        result = run("export", UDP, "--worksheet", answers, "--answers")
        expect(not result.returncode, f"{result}")
        expect("[x]" in text_of(answers) and "[x]" not in text_of(sheet),
               "only the answers are ticked")


def a_log_is_written_as_it_was():
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "page.html")
        result = run("export", LOG, "--html", page)
        expect(not result.returncode and not result.stderr, f"{result}")
        first = text_of(page)
        expect("connect(cli, 127.0.0.1:12345)" in first, "its calls")
        run("export", LOG, "--html", page)
        expect(text_of(page) == first, "the same log makes the same page")


def one_language_is_written():
    with tempfile.TemporaryDirectory() as folder:
        page, notes = (os.path.join(folder, name)
                       for name in ("page.html", "page.md"))
        calls = {"c": "connect(cli, 127.0.0.1:12345)", "python": "cli.connect("}
        for words, there in (([], ["c", "python"]), (["--lang", "c"], ["c"]),
                             (["--lang", "python"], ["python"])):
            result = run("export", LOG, "--html", page, "--md", notes, *words)
            expect(not result.returncode and not result.stderr, f"{result}")
            for path in page, notes:
                found = [lang for lang, call in calls.items()
                         if call in text_of(path)]
                expect(found == there, f"{path} {words}: {found}")
            expect(('class="py"' in text_of(page)) == (not words),
                   "nothing is there to be chosen")


def what_is_unmet_is_said():
    with tempfile.TemporaryDirectory() as folder:
        lesson = os.path.join(folder, "22-udp.md")
        text = text_of(UDP)
        found = re.search(r"^returns (\d+)$", text, re.M)
        with open(lesson, "w", encoding="utf-8") as file:
            file.write(text[:found.start()] + "returns 77" +
                       text[found.end():])
        page = os.path.join(folder, "page.html")
        result = run("export", lesson, "--html", page)
        expect(result.returncode == 1 and "says so" in result.stderr,
               f"{result}")
        expect("This is not what the lesson expects" in text_of(page),
               "the page says so")


def a_site_has_an_index():
    with tempfile.TemporaryDirectory() as folder:
        lessons, site = (os.path.join(folder, name)
                         for name in ("lessons", "site"))
        os.mkdir(lessons)
        for name in ("22-udp.md", "03-bind.md"):
            shutil.copy(os.path.join(TOP, "lessons", name), lessons)
        result = subprocess.run(
            [PROGRAM, "export", "--all", site, "--allow-commands"],
            env=environment(SOCKSTEP_LESSONS=lessons), text=True,
            capture_output=True, timeout=400, check=False)
        expect(not result.returncode, f"{result}")
        expect(sorted(os.listdir(site)) ==
               ["bind.html", "index.html", "udp.html"], f"{os.listdir(site)}")
        index = text_of(os.path.join(site, "index.html"))
        expect(index.index("bind.html") < index.index("udp.html"), "in order")
        bind = text_of(os.path.join(site, "bind.html"))
        expect('href="udp.html"' in bind and 'href="index.html"' in bind,
               "links to the others")


if __name__ == "__main__":
    os.chdir(TOP)
    main([wrong_usage_is_told, a_lesson_is_played_and_written,
          a_log_is_written_as_it_was, one_language_is_written,
          what_is_unmet_is_said, a_site_has_an_index])
