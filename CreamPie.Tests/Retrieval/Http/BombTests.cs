using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>200 MB of zeroes in 200 KB against the real program; memory growth is read from /proc.</summary>
public sealed class BombTests
{
    [PostgresFact]
    public async Task Gzip_bomb_costs_under_30_MB_and_only_its_document()
    {
        await using var database = await TestDatabase.PostgresAsync();
        using var host = new RawHttpServer();
        host.On("/quote/WARM/history/", RawHttpServer.Answer(
            200, Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "WARM")), "Content-Type: text/html"));
        host.On("/quote/BOMB/history/", RawHttpServer.Answer(
            200, LoopbackRetrieval.Compress(new byte[200 << 20]), "Content-Type: text/html", "Content-Encoding: gzip"));
        await using var app = AppProcess.Start(new Dictionary<string, string>
        {
            ["Storage__Path"] = database.Folder,
            ["Database__Provider"] = nameof(DatabaseProvider.Postgres),
            ["ConnectionStrings__CreamPie"] = database.ConnectionString!,
            ["Sources__YahooPage__BaseUrl"] = host.Root.ToString(),
            ["Retrieval__AllowPrivateNetworks"] = "true",
            ["Retrieval__MinDelaySeconds"] = "0",
            ["Ingestion__Sweep"] = "00:00:00.2",
        });
        Assert.NotNull(await app.Address);
        Assert.Equal(DocumentState.Loaded, (await EndAsync(database, "WARM")).State);

        await File.WriteAllTextAsync($"/proc/{app.Id}/clear_refs", "5"); // resets the peak
        var before = Kilobytes(app, "VmRSS");
        var document = await EndAsync(database, "BOMB");

        Assert.Equal((DocumentState.Dead, Reason.TooLarge, null), (document.State, document.Reason, document.Sha256));
        Assert.InRange(Kilobytes(app, "VmHWM") - before, 0, 30 << 10);
    }

    private static async Task<Document> EndAsync(TestDatabase database, string symbol)
    {
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        return await Eventually.SeeAsync(async () =>
        {
            await using var db = database.Open();
            return await db.Documents.SingleOrDefaultAsync(d => d.Symbol == symbol && d.Outcome != null);
        });
    }

    private static long Kilobytes(AppProcess app, string name)
    {
        var line = File.ReadLines($"/proc/{app.Id}/status").Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
