using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CreamPie.Tests.Benchmarks.Starts;

/// <summary>The least that a web server of this kind does at its start.</summary>
internal static class BareKestrel
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapGet("/healthz/ready", () => "Healthy");
        await app.RunAsync();
    }
}
