"""browser: Debian's Chromium, driven by its own driver (WebDriver, W3C).

SPDX-License-Identifier: GPL-3.0-or-later
Only Python's own modules are needed. Everything that a browser writes goes into
a folder that is gone afterwards, and every process is ended.
"""

import base64
import json
import os
import shutil
import signal
import socketserver
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--force-device-scale-factor=1"]


def missing():
    """The program that is not installed, or None."""
    for name in ("chromium", "chromedriver"):
        if not shutil.which(name):
            return name
    return None


def free_port():
    """Chosen here: where ::1 is no address, chromedriver says 0 of its own."""
    with socketserver.TCPServer(("127.0.0.1", 0), None) as server:
        return server.server_address[1]


class Browser:
    """One window. Use it with `with`."""

    def __init__(self, *switches):
        self.folder = tempfile.mkdtemp(prefix="browser-")
        self.driver = None
        self.base = None
        self.session = None
        self.switches = list(switches)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        home = dict(os.environ, HOME=self.folder, TMPDIR=self.folder,
                    XDG_CONFIG_HOME=self.folder, XDG_CACHE_HOME=self.folder)
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={free_port()}"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=home,
            start_new_session=True)
        for line in self.driver.stdout:
            if "successfully on port" in line:
                port = line.rstrip().rstrip(".").rsplit(" ", 1)[1]
                self.base = f"http://127.0.0.1:{port}"
                break
        options = {"args": SWITCHES + self.switches +
                   [f"--user-data-dir={self.folder}/data"]}
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = "/session/" + answer["sessionId"]

    def __exit__(self, *_):
        if self.session:
            try:
                self.ask("DELETE", self.session)
            except OSError:
                pass
        if self.driver:
            # The browser is in the driver's group.
            try:
                os.killpg(self.driver.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.driver.wait()
            self.driver.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data=data, method=method,
            headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=240) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise AssertionError(f"the browser: {text[:600]}") from error

    def open(self, path):
        self.go("file://" + os.path.abspath(path))

    def go(self, url):
        self.ask("POST", self.session + "/url", {"url": url})

    def run(self, script, *args):
        """What a function body returns in the page."""
        return self.ask("POST", self.session + "/execute/sync",
                        {"script": script, "args": list(args)})

    def until(self, expression):
        """Waits until it is true in the page."""
        deadline = time.monotonic() + 400
        while not self.run(f"return Boolean({expression})"):
            if time.monotonic() > deadline:
                raise AssertionError(f"never true: {expression}")

    def keys(self, *keys):
        """Presses keys as a hand does, one after the other."""
        names = {"right": "\ue014", "left": "\ue012", "down": "\ue015",
                 "up": "\ue013", "tab": "\ue004", "space": " ",
                 "enter": "\ue007"}
        actions = []
        for key in keys:
            value = names.get(key, key)
            actions += [{"type": "keyDown", "value": value},
                        {"type": "keyUp", "value": value}]
        self.ask("POST", self.session + "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": actions}]})

    def devtools(self, command, **params):
        return self.ask("POST", self.session + "/goog/cdp/execute",
                        {"cmd": command, "params": params})

    def size(self, width, height):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width,
                      height=height, deviceScaleFactor=1, mobile=False)

    def console(self):
        """What was complained of since the last time."""
        return [line["message"] for line in
                self.ask("POST", self.session + "/se/log", {"type": "browser"})]

    def shoot(self, path):
        picture = self.ask("GET", self.session + "/screenshot")
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture))

    def names(self):
        """The accessibility tree: a role and a name for each node."""
        nodes = self.devtools("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node.get("ignored")]
