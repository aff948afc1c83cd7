# One image for the console, the worker and Prefect's server: the versions that were seen to work together.
FROM python:3.11-slim AS build
COPY . /source
RUN awk '/^[a-z]/ { wanted = /^uv==/ } wanted' /source/requirements.lock > /uv.lock \
    && pip install --no-cache-dir --require-hashes -r /uv.lock \
    && uv build --wheel --out-dir /wheel /source \
    && uv venv /app \
    && uv pip install --no-cache --python /app/bin/python --constraint /source/requirements.lock /wheel/*.whl

# The wheel alone: a copy of the sources in the working folder would hide the installed packages.
FROM python:3.11-slim
COPY --from=build /app /app
RUN useradd --create-home --home-dir /var/lib/campus campus
ENV PATH=/app/bin:$PATH CAMPUS_HOME=/var/lib/campus
USER campus
WORKDIR /var/lib/campus
CMD ["campus", "serve", "--host", "0.0.0.0"]
