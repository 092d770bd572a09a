using Microsoft.Extensions.Configuration.Json;

namespace CreamPie.Web.Hosting;

internal static class DevelopmentSettings
{
    private const string File = "appsettings.Development.json";

    /// <summary>Set by <c>dotnet watch</c>.</summary>
    private const string Watched = "DOTNET_WATCH";

    /// <summary>
    /// The repository keeps this file at its root, one folder above the content root of <c>dotnet run --project CreamPie.Web</c>.
    /// It goes right after the built-in files, so that environment and command line still win.
    /// </summary>
    public static void AddDevelopmentSettings(this WebApplicationBuilder builder)
    {
        // Made for files that change while the program runs: any file whose time has a fraction of a second is sent uncompressed, and
        // none may be kept by the browser.
        if (builder.Environment.IsDevelopment() && Environment.GetEnvironmentVariable(Watched) != "1")
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        var path = Path.GetFullPath(Path.Combine(builder.Environment.ContentRootPath, "..", File));
        if (!builder.Environment.IsDevelopment() || !System.IO.File.Exists(path))
            return;
        var sources = builder.Configuration.Sources;
        var builtIn = sources.OfType<JsonConfigurationSource>().Last(s => s.Path == File);
        var ours = new JsonConfigurationSource { Path = path, Optional = true, ReloadOnChange = false };
        ours.ResolveFileProvider();
        sources.Insert(sources.IndexOf(builtIn) + 1, ours);
    }
}
