using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Hosting;

/// <summary>
/// What each endpoint answers to each kind of caller, with made-up identifiers and empty bodies. The file is reviewed like code: a
/// changed line is a changed right.
/// </summary>
internal static partial class EndpointInventory
{
    public static string File => Path.Combine(Repository.Root, "CreamPie.Tests", "Hosting", "endpoints.txt");

    public static async Task WriteAsync() => await System.IO.File.WriteAllTextAsync(File, await TakeAsync());

    public static async Task<string> TakeAsync()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync("guest@example.org", null);
        // The last endpoints of each caller end its session.
        using var anonymous = app.Anonymous();
        using var guest = await app.SignInAsync("guest@example.org");
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        using var reads = await app.WithKeyAsync(analyst, "read");
        using var tracks = await app.WithKeyAsync(analyst, "track");
        using var administers = await app.WithKeyAsync(admin, "admin");
        // What is left to do without an admin is to refuse: there is another one.
        await app.AddUserAsync("second@example.org", Roles.Admin);

        var lines = new List<string>();
        foreach (var (method, path) in Endpoints(app))
        {
            var statuses = new List<string>();
            foreach (var caller in new[] { anonymous, guest, analyst, admin, reads, tracks, administers })
                statuses.Add(await StatusAsync(caller, method, path));
            lines.Add($"{method,-7}{path,-72}{string.Join(' ', statuses)}");
        }
        var text = new StringBuilder("# method, path, and what it answers to: anonymous, without a role, analyst, admin;\n")
            .Append("# to API keys with the scope read or track of an analyst, with the scope admin of an admin\n")
            .Append("# dotnet run --project CreamPie.Tests -- endpoints\n");
        foreach (var line in lines.Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<(string Method, string Path)> Endpoints(TestApplication app) => app.Services
        .GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "{**path:file}")
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => (Method: method, Path: "/" + e.RoutePattern.RawText!.Trim('/'))))
        .Distinct()
        .OrderBy(e => e.Path is "/api/auth/logout" ? 1 : 0);

    private static async Task<string> StatusAsync(HttpClient caller, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(path, Sample));
        using var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Of nothing that exists.</summary>
    private static string Sample(Match parameter) => parameter.Value switch
    {
        var p when p.Contains(":guid", StringComparison.Ordinal) => "00000000-0000-4000-8000-000000000000",
        var p when p.Contains(":int", StringComparison.Ordinal) => "999999",
        var p when p.Contains("date", StringComparison.OrdinalIgnoreCase) => "2024-01-02",
        _ => "NONE",
    };

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
