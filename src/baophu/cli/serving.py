"""`baophu serve`: the web application on this machine."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable


_STOP = Event()
_WARMING: list[Thread] = []


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for other machines too.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Processes.")] = 2,
    threads: Annotated[int, typer.Option(help="Threads of each process.")] = 4,
    background: Annotated[
        bool, typer.Option("--background/--no-background", help="Do what waits, too, as `baophu worker` does.")
    ] = False,
) -> None:
    """Serve the pages until Ctrl+C; prints the address and, on simulated data, who can sign in."""
    from baophu.site.start import start

    start()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()  # each process opens its own
    for line in greeting(host, port):
        print(line, flush=True)
    with _worker() if background else nullcontext():
        _gunicorn(
            {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "preload_app": True,
                "loglevel": "warning",
                "proc_name": "baophu",
                "post_worker_init": lambda worker: _begin(),
                "worker_exit": lambda server, worker: _end(),
            }
        )


@contextmanager
def _worker() -> Iterator[None]:
    """A worker beside the pages, which ends with them."""
    worker, mine = subprocess.Popen([sys.executable, "-m", "baophu", "worker"]), os.getpid()
    try:
        yield
    finally:
        if os.getpid() == mine:  # processes of the pages come by here too when they end
            worker.terminate()
            worker.wait(timeout=30)


def greeting(host: str, port: int) -> list[str]:
    """What is printed before the first request."""
    from baophu.pages import sources

    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host
    lines = ["", f"  bao phủ   http://{shown}:{port}/", ""]
    people = sources.demonstration() if sources.simulated() else ()
    if people:
        lines.append("  Người dùng thử / demonstration users (dữ liệu mô phỏng / simulated data):")
        width = max(len(name) for name, _, _ in people)
        lines += [f"    {name:<{width}}  {password}   {role}" for name, password, role in people]
        program = shutil.which("baophu") or os.path.relpath(sys.argv[0])
        lines.append(f"  Mã xác thực / code: {program} user code {people[0][0]}")
        lines.append("")
    return [*lines, "  Ctrl+C: dừng / stop", ""]


def _begin() -> None:
    """Warm a process up beside its first requests."""
    _WARMING.append(Thread(target=_warm, daemon=True))
    _WARMING[0].start()


def _end() -> None:
    """Let warming come to its end before the process does."""
    _STOP.set()
    for thread in _WARMING:
        thread.join(10)
    gc.unfreeze()


def _warm() -> None:
    """Read the law book, ask the latest run, decide some people, start the drawing: so that nobody waits for it."""
    # beside the first requests, and after the fork: DuckDB does not outlive one
    from django.db import connection

    from baophu.api.services.warming import warm as warm_answers
    from baophu.lawpages import figures
    from baophu.pages import sources
    from baophu.pages.drawing import warm
    from baophu.steering.shown.warming import warm as warm_figures

    warm()
    try:
        figures.figures(sources.book(), sources.day())
        warm_figures()
        warm_answers(_STOP)
    finally:
        connection.close()
    gc.collect()
    gc.freeze()  # what is there now stays: looking through it again would hold every request up


def _gunicorn(options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> Callable[..., Any]:
            from baophu.site.wsgi import application

            return application

    Server().run()
