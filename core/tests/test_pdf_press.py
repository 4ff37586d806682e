"""The process that draws PDFs: what it may not do whatever a document says, and what becomes of it when somebody ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core import pdf, typeface, warm
from tests.processes import wait_until

PAGE = "<html lang='en'><head><title>x</title></head><body><h1>One</h1><p>Two</p></body></html>"
BOMB = "<html><body>" + "<div style='display:flex'>" * 14 + "x" + "</div>" * 14
# Run in a process of its own, since what is shut stays shut. Says one word for each door.
TRIES = """
import os, socket, sys
from pathlib import Path
if sys.argv[1] == "shut":
    from core.pdf_press import enclose
    assert all(enclose(Path(sys.argv[3])).values()), "a door does not hold on this machine"
def tried(act):
    try:
        act()
    except OSError:
        return "refused"
    return "done"
canary, own, port = Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
def connect():
    socket.create_connection(("127.0.0.1", port), 2).close()
def run():
    if os.posix_spawn("/bin/true", ["true"], {}) and os.wait()[1] != 0:
        raise OSError("it did not run")
print(*(tried(act) for act in (canary.read_text, lambda: canary.write_text("x"), connect, run, lambda: (own / "x").write_text("x"))))
"""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.trust("X1", "the process that draws tries a file, a socket, a program")
@pytest.mark.parametrize(
    ("doors", "words"),
    [("shut", "refused refused refused refused done"), ("open", "done done done done done")],
    ids=["shut", "control: open"],
)
def test_what_draws_can_reach_no_file_no_network_and_no_program(tmp_path, listener, doors, words, figures: Any):
    canary = tmp_path / "canary.txt"
    canary.write_text("the secret")
    own = tmp_path / "press" / "own"
    own.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", TRIES, doors, str(canary), str(own), str(listener.getsockname()[1])],
        capture_output=True, text=True, cwd=warm.ROOT, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == words, done.stderr
    assert (canary.read_text() == "the secret") == (doors == "shut")
    if doors == "open":
        figures.control("seccomp and Landlock", caught=5, of=5)


def test_the_environment_of_what_draws_holds_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret-of-the-service")
    pdf.Press.of_this_process().stop()
    pdf.render_pdf(PAGE)
    held = Path(f"/proc/{pdf.Press.of_this_process().process.pid}/environ").read_bytes()
    assert b"a-secret" not in held and str(typeface.CONFIGURATION).encode() in held
    pdf.Press.of_this_process().stop()


def test_the_same_press_draws_the_same_bytes_and_another_one_too():
    one = pdf.print_document(PAGE)
    press = pdf.Press.of_this_process()
    assert (pdf.print_document(PAGE).pdf, one.pages) == (one.pdf, 1)
    assert pdf.Press.of_this_process() is press, "it is kept warm"
    press.stop()
    assert pdf.render_pdf(PAGE) == one.pdf


def test_a_press_that_somebody_killed_is_replaced():
    pdf.render_pdf(PAGE)
    press = pdf.Press.of_this_process()
    os.killpg(press.process.pid, signal.SIGKILL)
    press.process.wait()
    assert pdf.render_pdf(PAGE).startswith(b"%PDF-")
    assert pdf.Press.of_this_process() is not press


def test_a_press_ends_with_the_one_that_asked_even_while_it_draws():
    asks = "from core import pdf; print(pdf.Press.of_this_process().process.pid, flush=True); pdf.render_pdf(input())"
    asking = subprocess.Popen(
        [sys.executable, "-c", asks], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=warm.ROOT
    )
    with asking:
        press = int(asking.stdout.readline())
        asking.stdin.write(f"{BOMB}\n")
        asking.stdin.flush()
        children = Path(f"/proc/{press}/task/{press}/children")
        wait_until(lambda: children.read_text().strip(), seconds=150, what="the fork that draws")
        drawing = int(children.read_text().split()[0])
        asking.kill()
    for process in (drawing, press):
        wait_until(lambda process=process: not Path(f"/proc/{process}/exe").exists(), seconds=60, what="its end")


def test_a_document_may_take_only_so_much_processor_time():
    with pytest.raises(pdf.PdfFailed, match="more than 1 seconds of work"):
        pdf.print_document(BOMB, cpu_seconds=1)
    assert pdf.print_document(PAGE).pages == 1, "the next one is drawn"
