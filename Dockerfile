# Build with the SDK that global.json names, run without it and without root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY .config/ .config/
COPY CreamPie.Core/CreamPie.Core.csproj CreamPie.Core/packages.lock.json CreamPie.Core/
COPY CreamPie.Web/CreamPie.Web.csproj CreamPie.Web/packages.lock.json CreamPie.Web/
RUN dotnet restore CreamPie.Web --locked-mode
COPY CreamPie.Core/ CreamPie.Core/
COPY CreamPie.Web/ CreamPie.Web/
RUN dotnet publish CreamPie.Web --no-restore -c Release -o /app && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV ASPNETCORE_HTTP_PORTS=8080 Storage__Path=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "CreamPie.Web.dll"]
