# One image for web, worker and scheduler; compose.yaml says which of them a container is.
# `STEPS=image bin/clean_room` runs these steps in an empty Debian root where there is no container engine.
FROM debian:12-slim

ENV LANG=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/inspections

RUN apt-get -q update \
    && apt-get -q install -y --no-install-recommends ca-certificates python3.11 python3.11-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/inspections --shell /usr/sbin/nologin inspections \
    && install -d -o inspections -g inspections -m 0750 /var/lib/inspections

WORKDIR /srv/inspections

COPY requirements.txt ./
RUN python3.11 -m venv .venv \
    && .venv/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . ./
RUN .venv/bin/python -m compileall -q accounts audit cases config coordination core dashboard evidence improvement information \
    inspections measures monitoring partnerships reports rulebook surveys timetable tracking visits

USER inspections
EXPOSE 8000
VOLUME /var/lib/inspections
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD [".venv/bin/python", "bin/healthy"]
CMD [".venv/bin/gunicorn", "-c", "python:config.gunicorn", "--bind", "0.0.0.0:8000"]
