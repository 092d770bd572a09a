using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Files;

public class DroppedFileSourceTests
{
    [RealDataTheory]
    [OnSqlite("2017-05-16_MSFT_react-ssr.html", "MSFT", 252, 5, 0), OnPostgres("2017-05-16_MSFT_react-ssr.html", "MSFT", 252, 5, 0)]
    [OnSqlite("2022-01-07_GME_react-ssr.html", "GME", 252, 0, 0), OnPostgres("2022-01-07_GME_react-ssr.html", "GME", 252, 0, 0)]
    [OnSqlite("2024-06-30_NVDA_svelte.html", "NVDA", 251, 4, 1), OnPostgres("2024-06-30_NVDA_svelte.html", "NVDA", 251, 4, 1)]
    [OnSqlite("2024-12-05_IBM_svelte-fragment.html", "IBM", 252, 4, 0), OnPostgres("2024-12-05_IBM_svelte-fragment.html", "IBM", 252, 4, 0)]
    [OnSqlite("2025-06-16_AAPL_svelte-fragment.html", "AAPL", 63, 1, 0)]
    [OnPostgres("2025-06-16_AAPL_svelte-fragment.html", "AAPL", 63, 1, 0)]
    [OnSqlite("2025-06-16_TSLA_svelte.html", "TSLA", 3_764, 0, 2), OnPostgres("2025-06-16_TSLA_svelte.html", "TSLA", 3_764, 0, 2)]
    public async Task Every_history_page_layout_loads_completely(
        DatabaseProvider provider, string file, string symbol, int bars, int dividends, int splits)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        var document = await rig.DropAsync(file, RealData.Bytes("yahoo-pages", file));

        Assert.Equal((DocumentState.Loaded, null), (document.State, document.Error));
        Assert.Equal(bars, (await rig.BarsAsync(symbol)).Count);
        var actions = await rig.ActionsAsync(symbol);
        Assert.Equal(
            (dividends, splits),
            (actions.Count(a => a.Kind == ActionKind.Dividend), actions.Count(a => a.Kind == ActionKind.Split)));
        Assert.Equal(StockStatus.Imported, (await rig.StockAsync(symbol))!.Status);
        await using var db = rig.Database.Open();
        Assert.Empty(await db.Findings.Where(f => f.Kind == FindingKind.TableDisagrees).ToListAsync());
    }

    [RealDataTheory]
    [OnSqlite("AAPL_2024-04-09.csv", "AAPL_2024-04-09.csv", "AAPL", 10_921)]
    [OnPostgres("AAPL_2024-04-09.csv", "AAPL_2024-04-09.csv", "AAPL", 10_921)]
    [OnSqlite("GSPC_2023-12-28.csv", "^GSPC_2023-12-28.csv", "^GSPC", 24_114)]
    [OnPostgres("GSPC_2023-12-28.csv", "^GSPC_2023-12-28.csv", "^GSPC", 24_114)]
    [OnSqlite("DEN_2020-12-11_many-null.csv", "DEN_2020-12-11_many-null.csv", "DEN", 6_077 - 2_733)]
    [OnPostgres("DEN_2020-12-11_many-null.csv", "DEN_2020-12-11_many-null.csv", "DEN", 6_077 - 2_733)]
    public async Task Long_history_loads_completely_despite_bad_rows(
        DatabaseProvider provider, string file, string droppedAs, string symbol, int bars)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        var document = await rig.DropAsync(droppedAs, RealData.Bytes("csv", file));

        Assert.Equal((DocumentState.Loaded, null), (document.State, document.Error));
        Assert.Equal(bars, (await rig.BarsAsync(symbol)).Count);
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task File_without_a_history_becomes_a_dead_letter_with_its_reason(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var tsla = RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
        (string Name, byte[] Bytes, Reason Reason)[] refused =
        [
            ("AAPL.html", RealData.Bytes("yahoo-not-history", "2023-05-08_eu-consent_collectConsent.html"), Reason.Consent),
            ("NVDA.html", RealData.Bytes("yahoo-not-history", "2025_NVDA_quote-summary_svelte.html"), Reason.NotHistory),
            ("MSFT.html", RealData.Bytes("yahoo-not-history", "2017-2018_symbol-lookup_react.html"), Reason.SymbolUnknown),
            ("IBM.csv", [], Reason.ContentType),
            ("GME.png", png, Reason.ContentType),
            ("TSLA.html", tsla[..(tsla.Length / 2)], Reason.Truncated),
            ("429_edge.txt", RealData.Bytes("yahoo-not-history", "429_edge-too-many-requests.txt"), Reason.RateLimited),
            ("(no symbol).html", RealData.Bytes("yahoo-pages", "2024-12-05_IBM_svelte-fragment.html"), Reason.FileName),
            ("KO.html", tsla, Reason.SymbolMismatch),
        ];

        foreach (var (name, bytes, reason) in refused)
        {
            var document = await rig.DropAsync(name, bytes);
            Assert.Equal((name, reason), (document.FileName, document.Reason));
            Assert.Contains(document.State, new[] { DocumentState.Quarantined, DocumentState.Dead });
            Assert.EndsWith(".", document.Error, StringComparison.Ordinal);
            Assert.Equal(bytes, await rig.Get<Archive>().ReadAsync(document.Sha256!, CancellationToken.None));
        }

        await using var db = rig.Database.Open();
        Assert.Equal(0, await db.DailyBars.CountAsync() + await db.Stocks.CountAsync());
        Assert.Equal(refused.Length, await db.Attempts.CountAsync(a => a.Ended != null && a.Reason != null));
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Real_captures_give_the_same_bars_in_any_order(DatabaseProvider provider)
    {
        (string Name, byte[] Bytes)[] captures =
        [
            ("AAPL_2020-12-11.csv", RealData.Bytes("csv", "AAPL_2020-12-11.csv")),
            ("AAPL_2024-04-09.csv", RealData.Bytes("csv", "AAPL_2024-04-09.csv")),
            ("2025-06-16_AAPL_svelte-fragment.html", RealData.Bytes("yahoo-pages", "2025-06-16_AAPL_svelte-fragment.html")),
        ];
        string? expected = null;
        foreach (var order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0] })
        {
            await using var rig = await IngestionRig.StartAsync(provider);
            foreach (var i in order)
                await rig.DropAsync(captures[i].Name, captures[i].Bytes);
            var bars = await rig.BarsAsync("AAPL");
            var state = string.Join('\n', bars.Select(b => FormattableString.Invariant(
                $"{b.Date:yyyy-MM-dd} {b.Open} {b.High} {b.Low} {b.Close} {b.AdjClose} {b.Volume} {b.Final}")));
            Assert.Equal(10_984, bars.Count);
            expected ??= state;
            Assert.Equal(expected, state);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Same_file_dropped_again_is_the_same_document(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var bytes = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

        var first = await rig.DropAsync("F.csv", bytes);
        var version = (await rig.StockAsync("F"))!.Version;
        var second = await rig.DropAsync("F.csv", bytes);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(DocumentState.Loaded, second.State);
        Assert.Equal(version, (await rig.StockAsync("F"))!.Version);
    }
}
