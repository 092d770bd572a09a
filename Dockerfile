# Chart library, fonts, and what purges MudBlazor's style sheet, exactly as locked. The build needs Node's one program for the purge.
FROM node:24-slim AS npm
WORKDIR /source
COPY CreamPie.Web/package.json CreamPie.Web/package-lock.json CreamPie.Web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# Build with the SDK that global.json names, run without it and without root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY .config/ .config/
COPY CreamPie.Core/CreamPie.Core.csproj CreamPie.Core/packages.lock.json CreamPie.Core/
COPY CreamPie.Web/CreamPie.Web.csproj CreamPie.Web/packages.lock.json CreamPie.Web/
# Compiled ahead of time for the machine's own processor.
RUN echo "linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')" > /platform \
 && dotnet restore CreamPie.Web --locked-mode -p:RuntimeIdentifier="$(cat /platform)"
COPY CreamPie.Core/ CreamPie.Core/
COPY CreamPie.Web/ CreamPie.Web/
COPY --from=npm /source/node_modules/ CreamPie.Web/node_modules/
COPY --from=npm /usr/local/bin/node /usr/local/bin/node
# The version to say of itself: docker build --build-arg CREAMPIE_VERSION=$(git describe --tags --always). Without it, 0.0.0-dev.
ARG CREAMPIE_VERSION=
# Newer than package.json, so that the build does not restore them again.
RUN touch CreamPie.Web/node_modules/.package-lock.json \
 && dotnet publish CreamPie.Web --no-restore -c Release -r "$(cat /platform)" --no-self-contained -o /app && mkdir /data /keys

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# pg_dump, pg_restore and psql of this major version, for backups on PostgreSQL; empty for none. From PostgreSQL's own packages: Ubuntu
# 24.04, which the image is of, has 16, and a client must not be older than its server.
ARG POSTGRES_CLIENT=
RUN [ -z "$POSTGRES_CLIENT" ] || { export DEBIAN_FRONTEND=noninteractive && apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends "postgresql-client-$POSTGRES_CLIENT" \
 && rm -rf /var/lib/apt/lists/*; }
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
# For Security__KeyFile; mount a volume that is not backed up with the data.
COPY --from=build --chown=$APP_UID:$APP_UID /keys /keys
ENV ASPNETCORE_HTTP_PORTS=8080 Storage__Path=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID
# Its root may be read-only: only /data, /keys and /tmp are written.
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 \
  CMD ["dotnet", "CreamPie.Web.dll", "smoke", "http://127.0.0.1:8080", "--only-ready"]
ENTRYPOINT ["dotnet", "CreamPie.Web.dll"]
