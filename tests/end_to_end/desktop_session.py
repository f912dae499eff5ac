# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for one test: X server, window manager, session bus, keyring and accessibility bus, all temporary.

A script calls `enter()` first. It starts the script again inside `dbus-run-session` with a temporary home, so that nothing of
the person's own desktop is seen or touched. Controls are found the way a screen reader finds them: by role and name.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77  # ctest's SKIP_RETURN_CODE
PROGRAMS = ("Xvfb", "openbox", "dbus-run-session", "gnome-keyring-daemon", "xdotool", "import")
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
MARK = "SALLYPORT_INSIDE_SESSION"


def skip(reason):
    print(f"SKIPPED: {reason}", flush=True)
    sys.exit(SKIPPED)


def need(*servers, others=()):
    """Skips, by name, where one of these servers cannot be used. others: names of what else is missing."""
    sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "servers"))
    from kit.driving import is_installed  # noqa: E402

    missing = [name for name in servers if not is_installed(name)] + list(others)
    if missing:
        skip(f"NOT INSTALLED: {', '.join(missing)}; scripts/test --servers installs it")


def enter():
    """Returns inside the temporary session; outside, runs the script there and exits with its code."""
    if os.environ.get(MARK):
        return
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing or not os.path.exists(BUS_LAUNCHER):
        skip(f"the window test needs {', '.join(missing) or BUS_LAUNCHER}; scripts/install-packages test installs it")
    with tempfile.TemporaryDirectory(prefix="sallyport-desktop-") as home:
        environment = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("SALLYPORT_")}
        environment |= {"HOME": home, MARK: "1", "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": f"{home}/run",
                        "GNOME_KEYRING_CONTROL": "", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}
        os.mkdir(f"{home}/run", 0o700)
        python = "/usr/bin/python3"  # Debian's own, which has the accessibility modules
        command = ["dbus-run-session", "--", python, *sys.argv]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)


class Desktop:
    """The running session. Use as a context; everything it started has ended afterwards."""

    def __init__(self, size="1280x800", keyring="unlocked"):
        self.home = Path(os.environ["HOME"])
        self._size = size
        self._keyring = keyring
        self._children = []
        self._pictures = Path(os.environ["SALLYPORT_PICTURES"]) if "SALLYPORT_PICTURES" in os.environ else None
        self._picture_number = 0

    def __enter__(self):
        self._start_display()
        self.start(["openbox", "--sm-disable"])
        if self._keyring == "unlocked":
            unlock = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
            keyring = self.start(unlock, stdin=subprocess.PIPE)
            keyring.stdin.write(b"test-keyring")
            keyring.stdin.close()
        self.start([BUS_LAUNCHER, "--launch-immediately"])
        import pyatspi  # only now: it reads the display and the bus when it is imported

        self.atspi = pyatspi
        return self

    def __exit__(self, *_):
        for child in reversed(self._children):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in reversed(self._children):
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _start_display(self):
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp", "-noreset"]
        self.start(command, pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"

    def start(self, command, **options):
        """Starts a child that ends with this desktop."""
        log = open(self.home / f"{Path(command[0]).name}.log", "ab")
        options.setdefault("stderr", log)
        options.setdefault("stdout", log)
        child = subprocess.Popen(command, **options)
        self._children.append(child)
        return child

    # Looking

    def application(self, name, seconds=20):
        def find():
            root = self.atspi.Registry.getDesktop(0)
            return next((child for child in _children(root) if child.name == name), None)

        return wait_for(find, f"the application {name}", seconds)

    def wait_active(self, window, seconds=20):
        """Until the keyboard is the window's: keys pressed before that go nowhere."""
        wait_for(lambda: window.getState().contains(self.atspi.STATE_ACTIVE), "the keyboard to be the window's", seconds)

    def find(self, root, role, name=None, showing=True):
        """The first control of that role (and name, or a part of it given as `*part*`) below root, or None."""
        for control in _walk(root):
            if _role(control) == role and _fits(control.name or "", name) and (not showing or self._shows(control)):
                return control
        return None

    def find_all(self, root, role):
        return [control for control in _walk(root) if _role(control) == role and self._shows(control)]

    def wait(self, root, role, name=None, seconds=15):
        try:
            return wait_for(lambda: self.find(root, role, name), f"{role} “{name}”", seconds)
        except TimeoutError:
            self.picture("missing")
            print(self.outline(root), flush=True)
            raise

    def wait_gone(self, root, role, name, seconds=15):
        wait_for(lambda: self.find(root, role, name) is None, f"{role} “{name}” to go", seconds)

    def _shows(self, control):
        try:
            states = control.getState()
            return states.contains(self.atspi.STATE_SHOWING) and states.contains(self.atspi.STATE_VISIBLE)
        except Exception:  # it has just gone
            return False

    def outline(self, root, limit=400):
        """Roles and names of what shows, for failures."""
        lines = []
        for control in _walk(root):
            if self._shows(control) and len(lines) < limit:
                lines.append(f"{_role(control)}: {control.name}")
        return "\n".join(lines)

    def all_text(self, root):
        """Every name, description and text that a screen reader could get."""
        parts = []
        for control in _walk(root):
            try:
                parts += [control.name or "", control.description or ""]
                text = control.queryText()
                parts.append(text.getText(0, -1))
            except Exception:  # not a text
                continue
        return "\n".join(parts)

    # Doing

    def press(self, control):
        actions = control.queryAction()
        for index in range(actions.nActions):
            if actions.getName(index).lower() in ("press", "click", "toggle", "showmenu", "setfocus") and actions.doAction(index):
                return
        self.click(control)

    def click(self, control, button=1, count=1):
        box = control.queryComponent().getExtents(self.atspi.DESKTOP_COORDS)
        x, y = box.x + box.width // 2, box.y + box.height // 2
        # From beside it: where the pointer is there already, --sync waits 15 s for a movement that does not come.
        self._xdotool("mousemove", str(x + 1), str(y), "mousemove", "--sync", str(x), str(y))
        self._xdotool("click", "--repeat", str(count), str(button))

    def drag(self, control, target, below=False):
        """Drags one control onto the upper (or lower) edge of another, as a mouse does: in steps."""
        box = control.queryComponent().getExtents(self.atspi.DESKTOP_COORDS)
        aim = target.queryComponent().getExtents(self.atspi.DESKTOP_COORDS)
        x, y = box.x + min(box.width // 2, 60), box.y + box.height // 2
        end_y = aim.y + (aim.height - 3 if below else 3)
        self._xdotool("mousemove", "--sync", str(x), str(y))
        self._xdotool("mousedown", "1")
        for step in range(1, 9):
            self._xdotool("mousemove", "--sync", str(x + step), str(y + (end_y - y) * step // 8))
            time.sleep(0.05)  # a drag begins and follows with the events of the mouse, which come one by one
        self.picture("dragging")
        self._xdotool("mouseup", "1")

    def type(self, text):
        """Types into what has the focus. The text goes over standard input, not as an argument."""
        subprocess.run(["xdotool", "type", "--delay", "4", "--file", "-"], input=text.encode(), check=True)

    def fill(self, control, text):
        self.click(control)
        self.key("ctrl+a")
        self.type(text)

    def key(self, *chords):
        self._xdotool("key", *chords)

    def choose(self, *keys, picture=None):
        """Walks through the menu that has just opened with the keyboard. Qt 6.4 does not list the menus of buttons and
        context menus on the accessibility bus; the keyboard reaches them as it does for a person."""
        time.sleep(0.3)  # a menu takes the keyboard when it is mapped, which nothing on the bus tells
        for key in keys[:-1]:
            self.key(key)
            time.sleep(0.1)
        if picture:
            self.picture(picture)
        self.key(keys[-1])

    def pick(self, open_menu, before, probe, usual, picture=None):
        """Chooses the entry of a menu after which `probe()` finds something, whatever entries stand above it: tries them in
        turn. `usual`: names of dialogs that were open already; another one is closed before the next try."""
        for place in range(1, 8):
            open_menu()
            self.choose(*before, *["Down"] * place, "Return", picture=picture)
            try:
                return wait_for(probe, "the wanted entry", seconds=3)
            except TimeoutError:
                if any(dialog.name not in usual for dialog in self.find_all(self.application("sallyport"), "dialog")):
                    self.key("Escape")
        raise TimeoutError("no entry of the menu leads to what is wanted")

    def _xdotool(self, *words):
        subprocess.run(["xdotool", *words], check=True)

    def picture(self, name):
        """Keeps a picture of the screen where SALLYPORT_PICTURES names a folder."""
        if not self._pictures:
            return
        self._pictures.mkdir(parents=True, exist_ok=True)
        self._picture_number += 1
        target = self._pictures / f"{self._picture_number:02d}-{name}.png"
        subprocess.run(["import", "-window", "root", str(target)], check=False)


def wait_for(probe, what, seconds=15):
    """The first true answer of probe(); asks again until the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = probe()
        except Exception:  # a control that goes while we look at it
            answer = None
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what} within {seconds} s")
        time.sleep(0.05)


def _children(control):
    try:
        return [child for child in (control.getChildAtIndex(i) for i in range(control.childCount)) if child]
    except Exception:  # it has just gone
        return []


def _walk(root, depth=0):
    yield root
    if depth > 40:
        return
    for child in _children(root):
        yield from _walk(child, depth + 1)


def _role(control):
    try:
        return control.getRoleName()
    except Exception:  # it has just gone
        return ""


def _fits(name, wanted):
    if wanted is None:
        return True
    if wanted.startswith("*") and wanted.endswith("*"):
        return wanted.strip("*") in name
    return name == wanted
