using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Quotes;

/// <summary>A tracked stock, AAA, whose last price a chart source gives.</summary>
internal static class QuoteRig
{
    public const string Path = "/v8/finance/chart/AAA";

    public static async Task<IngestionRig> StartAsync(DatabaseProvider provider, FakeTimeProvider? time)
    {
        var rig = await IngestionRig.StartAsync(
            provider,
            services =>
            {
                if (time is not null)
                    services.AddSingleton<TimeProvider>(time);
            },
            "YahooPage,YahooChart");
        await rig.TrackAsync("AAA");
        await using var db = rig.Database.Open();
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Exchange, "NMS").SetProperty(s => s.TimeZone, "America/New_York"));
        return rig;
    }

    public static void Serve(IngestionRig rig, double price, long at, double? previous = null, string currency = "USD") => rig.Chart.On(
        Path,
        RawHttpServer.Answer(
            200,
            Encoding.UTF8.GetBytes(
                $"{{\"chart\":{{\"result\":[{{\"meta\":{{\"currency\":\"{currency}\",\"symbol\":\"AAA\","
                + FormattableString.Invariant($"\"regularMarketPrice\":{price},\"regularMarketTime\":{at}")
                + (previous is null ? "" : FormattableString.Invariant($",\"chartPreviousClose\":{previous}"))
                + "}}],\"error\":null}}"),
            "Content-Type: application/json"));

    public static int RequestCount(IngestionRig rig) =>
        rig.Chart.Requests.Count(r => r.StartsWith($"GET {Path}?", StringComparison.Ordinal));
}
