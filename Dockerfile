# Three stages: the pages, the binary that holds them, and what runs.

FROM node:22.22.2-bookworm-slim AS pages
WORKDIR /src
COPY sdk-js/package.json sdk-js/package-lock.json sdk-js/
COPY web-player/package.json web-player/package-lock.json web-player/
RUN npm ci --prefix sdk-js --ignore-scripts --no-audit --no-fund
RUN npm ci --prefix web-player --ignore-scripts --no-audit --no-fund
COPY config/ config/
COPY tests/vectors/ tests/vectors/
COPY sdk-js/ sdk-js/
COPY web-player/ web-player/
RUN npm run build --prefix sdk-js
RUN npm run build --prefix web-player

FROM rust:1.95.0-bookworm AS binary
WORKDIR /src
COPY . .
# The build embeds both folders; a missing one ends it here.
COPY --from=pages /src/sdk-js/dist/ sdk-js/dist/
COPY --from=pages /src/web-player/dist/ web-player/dist/
RUN cargo build --locked --release --package revoir-server

FROM debian:12.13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 revoir \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/revoir --shell /usr/sbin/nologin revoir \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/revoir /var/lib/revoir-keys
COPY --from=binary /src/target/release/revoir /usr/local/bin/revoir
COPY LICENSE /usr/share/doc/revoir/LICENSE
USER 10001:10001
# Here the binary meets the C library that it will run with.
RUN ["revoir", "--version"]
# A container's loopback is its own: who reaches the port is for whoever publishes it to say.
ENV REVOIR_SERVER__HOST=0.0.0.0 \
    REVOIR_DATA=/var/lib/revoir \
    REVOIR_KEYS__DIR=/var/lib/revoir-keys
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["revoir", "health"]
ENTRYPOINT ["revoir"]
CMD ["serve"]
