#!/usr/bin/env python3
"""pages: what `export` writes of each lesson, against an HTML checker (tidy).

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/oracle/pages.py PROGRAM
All forms are written of the log of each lesson's shared play: nothing is played
for them. Besides being valid, each page must ask for nothing from anywhere, and
its security policy must have the digests of the one style sheet and the one
script that are in it.
"""

import base64
import concurrent.futures
import hashlib
import html.parser
import os
import re
import subprocess
import sys
import tempfile

import common

common.need("tidy")


class Page(html.parser.HTMLParser):
    """The tags, ids and references of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.references, self.fetched = [], [], []
        self.scripts, self.styles, self.options = [], [], 0
        self.inside = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.ids += [names["id"]] if "id" in names else []
        for key in ("for", "aria-labelledby", "aria-describedby"):
            self.references += [names[key]] if key in names else []
        if names.get("href", "").startswith("#"):
            self.references.append(names["href"][1:])
        elif "href" in names:
            self.fetched.append(names["href"])
        self.fetched += [names[key] for key in ("src", "action", "style")
                         if key in names]
        self.fetched += [key for key in names if key.startswith("on")]
        self.options += names.get("type") == "radio"
        self.inside = tag

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts.append(data)
        if self.inside == "style":
            self.styles.append(data)

    def handle_endtag(self, tag):
        self.inside = None


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def look_at(name, text):
    """What is wrong with a page, as sentences."""
    page = Page(text)
    if len(page.ids) != len(set(page.ids)):
        yield f"{name}: an id stands twice"
    for reference in page.references:
        if reference not in page.ids:
            yield f"{name}: nothing has the id {reference}"
    for what in page.fetched:
        yield f"{name}: refers to {what}"
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    for kind, texts in (("style", page.styles), ("script", page.scripts)):
        known = "".join(f" 'sha256-{digest(one)}'" for one in texts)
        if not texts or f"{kind}-src{known};" not in policy.group(1) + ";":
            yield f"{name}: the policy has another {kind}"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
        yield f"{name}: a control character"


def questions(lesson):
    with open(lesson, encoding="utf-8") as file:
        return len(re.findall(r"^- \[[ x]\]", file.read(), re.M))


def export(lesson):
    faults = []
    log = common.Play(lesson).log
    with tempfile.TemporaryDirectory() as folder:
        names = {"--html": "page.html", "--md": "page.md",
                 "--worksheet": "sheet.html"}
        words = [word for option, name in names.items()
                 for word in (option, os.path.join(folder, name))]
        done = subprocess.run([common.SOCKSTEP, "export", log, *words],
                              capture_output=True, text=True, check=False)
        if done.returncode or done.stderr:
            return [f"{lesson}: {done}"]
        for name in ("page.html", "sheet.html"):
            path = os.path.join(folder, name)
            tidy = subprocess.run(["tidy", "-quiet", "-errors", path],
                                  capture_output=True, text=True, check=False)
            if tidy.returncode or tidy.stderr:
                faults.append(f"{lesson}: {name}: {tidy.stderr[:2000]}")
            with open(path, encoding="utf-8") as file:
                text = file.read()
            faults += look_at(f"{lesson}: {name}", text)
            asked = questions(lesson)
            if name == "page.html" and Page(text).options < asked:
                faults.append(f"{lesson}: fewer options than the {asked}")
        with open(os.path.join(folder, "page.md"), encoding="utf-8") as file:
            if not file.read().startswith("# "):
                faults.append(f"{lesson}: no title in the transcript")
    return faults


def main():
    lessons = common.lessons()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = [line for lines in pool.map(export, lessons)
                  for line in lines]
    for line in faults:
        print(line)
    print(f"{len(lessons)} lessons, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
