using CreamPie.Core.Storage;
using CreamPie.Web.Hosting.Settings;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

internal static class ServerServices
{
    /// <summary>Role, public address, proxies and data folder of this process.</summary>
    public static void AddServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<HostingOptions>()
            .BindConfiguration(HostingOptions.Section)
            .Validate(
                HostingOptions.IsPublicUrl,
                "Hosting__PublicUrl must be an http or https address, like https://stocks.example.org or https://home.example.org/pie.")
            .Validate(
                HostingOptions.HasReadableHosts,
                "Hosting__AllowedHosts must be host names or addresses with commas, without a port or *, like nas,192.168.1.5.")
            .Validate(
                HostingOptions.HasReadableProxies,
                "Hosting__KnownProxies must be addresses or networks with commas, like 10.0.0.5,172.16.0.0/12.");
        services.AddOptionsWithValidateOnStart<NodeOptions>()
            .BindConfiguration(NodeOptions.Section)
            .Validate(node => Enum.IsDefined(node.Role), "Node__Role must be All, Web or Worker.")
            .Validate(node => node.DrainSeconds is >= 0 and <= 300, "Node__DrainSeconds must be 0 to 300.")
            .Validate<IOptions<DatabaseOptions>>(
                (node, database) => node.Role == NodeRole.All || database.Value.Provider == DatabaseProvider.Postgres,
                "Node__Role must be All with SQLite, which serves one process; Web and Worker need Database__Provider=Postgres.");
        services.AddOptions<StorageOptions>()
            .PostConfigure<IHostEnvironment>((storage, environment) =>
            {
                if (!string.IsNullOrWhiteSpace(storage.Path))
                    storage.Path = Path.GetFullPath(storage.Path, environment.ContentRootPath);
            });
        services.AddSingleton<DataFolder>();
        services.AddSingleton<SettingsView>();
        services.AddSingleton<SettingsAdvice>();
        services.AddSingleton<UnknownProxy>();

        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);
        // Unnamed, it is made with the options of an older interface, which have no time.
        services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        services.PostConfigure<SimpleConsoleFormatterOptions>(console =>
        {
            if (console.TimestampFormat is null)
                (console.TimestampFormat, console.UseUtcTimestamp) = ("yyyy-MM-dd HH:mm:ss'Z' ", true);
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Ours is HostNames, which says what to do; the framework's refuses without a word, probes too.
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HostingOptions>>((forwarded, hosting) =>
        {
            var proxies = hosting.Value.Proxies.ToList();
            if (proxies.Count == 0)
                return;
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            proxies.ForEach(forwarded.KnownIPNetworks.Add);
        });
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        services.AddOptions<HttpsRedirectionOptions>().Configure<IOptions<HostingOptions>>((redirect, hosting) =>
            redirect.HttpsPort = hosting.Value.PublicUri.Port);
    }
}
