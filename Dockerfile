# Two stages: the packages are put together in the first, and what runs is the second, without pip or build tools.
# A tag can be moved; once you have pulled and tried an image, pin it by its digest as well (docs/operations.md).
FROM python:3.11.14-slim-bookworm AS packages
WORKDIR /packages
COPY pyproject.toml requirements.txt ./
# Only what the program needs of the pinned list; wheels only, so that nothing is compiled and no script of a package runs.
RUN ["python", "-c", "import pathlib, tomllib; p = tomllib.loads(pathlib.Path('pyproject.toml').read_text())['project']; pathlib.Path('wanted.txt').write_text('\\n'.join(p['dependencies'] + p['optional-dependencies']['postgres']))"]
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --only-binary :all: --constraint requirements.txt --requirement wanted.txt \
    && /venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11.14-slim-bookworm
# pg_dump and pg_restore of the same PostgreSQL as in compose.yaml, for backups.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* && python -m pip uninstall --yes pip setuptools \
    && groupadd --gid 10001 tracker && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin tracker
COPY --from=packages /venv /venv
WORKDIR /app
COPY .streamlit/config.toml .streamlit/config.toml
COPY pyproject.toml streamlit_app.py ./
COPY policies policies
COPY nlp nlp
COPY tracker tracker
COPY docs docs
RUN python -m compileall -q policies nlp tracker && install -d -o tracker -g tracker -m 700 /app/data
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TRACKER_LOG=json
USER 10001:10001
VOLUME /app/data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/health', timeout=4)"]
# It refuses to start while nobody signs in: other machines reach what listens on every interface.
CMD ["python", "-m", "tracker", "serve", "--address", "0.0.0.0"]
