"""gunicorn's settings; the listening socket comes from whoever starts it (`config.supervisor` or `--bind`)."""

import gc
import os

from config import env

wsgi_app = "config.wsgi:application"
worker_class = "config.web_worker.Worker"  # gthread, which slow senders do not hold
workers = env.WEB_WORKERS
threads = env.WEB_THREADS
preload_app = True  # one import for all workers: quicker start, shared memory
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
accesslog = None
errorlog = "-"
control_socket_disable = True
# The workers' heartbeat files: on a slow disk they can stall a worker long enough to be killed.
MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None
forwarded_allow_ips = "*" if env.BEHIND_PROXY else "127.0.0.1"


def when_ready(server: object) -> None:  # noqa: ARG001
    """What was loaded before the workers are made stays for good: looking through it for rubbish would make each worker a copy of it."""
    gc.collect()
    gc.freeze()


def post_fork(server: object, worker: object) -> None:  # noqa: ARG001
    """A connection opened while loading belongs to the parent; each worker opens its own."""
    from django.db import connections

    connections.close_all()
