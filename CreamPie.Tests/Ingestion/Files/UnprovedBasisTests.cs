using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Files;

/// <summary>Prices of unproved basis are a series of their own: told, of lowest rank, and mixed with no other.</summary>
public sealed class UnprovedBasisTests
{
    private static readonly Symbol Aaa = Symbol.Parse("AAA");
    private static readonly DateOnly First = new(2024, 1, 1);

    [Theory]
    [OnSqlite(true), OnSqlite(false), OnPostgres(true), OnPostgres(false)]
    public async Task Right_file_is_served_whichever_came_first(DatabaseProvider provider, bool unprovedFirst)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        (string, byte[])[] files = [("AAA.csv", Plain(0, 60, 0.97)), ("AAA_2024-03-20.csv", Adjusted(20, 40))];
        foreach (var (name, bytes) in unprovedFirst ? files : files.Reverse())
            Assert.Equal((DocumentState.Loaded, null), EndOf(await rig.DropAsync(name, bytes)));

        var series = await SeriesAsync(rig);
        var whole = await SeriesAsync(rig, PriceAdjustment.All);
        var facts = await rig.Get<StockQuery>().FactsAsync(Caller.System, Aaa, CancellationToken.None);

        Assert.Equal((SourceName.DropFolder, null), (series.Source, series.Reason));
        Assert.Equal(Enumerable.Range(20, 20).Select(i => (First.AddDays(i), Close(i))), series.Bars!.Select(b => (b.Date, b.Close)));
        Assert.Equal(20, whole.Bars!.Count);
        Assert.Equal((20, First.AddDays(20)), (facts!.Bars, facts.FirstBar));
        Assert.Equal(First.AddDays(20), (await rig.StockAsync("AAA"))!.FirstSession);
        var unproved = await SeriesAsync(rig, source: SourceName.Unproved);
        Assert.Equal((60, "BasisNotProved"), (unproved.Bars!.Count, unproved.Reason));
        await using var db = rig.Database.Open();
        var contradicted = await db.Findings.SingleAsync(f => f.Kind == FindingKind.BasisContradicted);
        Assert.Contains("adjusted for dividends", contradicted.Seen, StringComparison.Ordinal);
        Assert.Empty(await db.Findings.Where(f => f.Kind == FindingKind.LargeMove).ToListAsync());
    }

    /// <summary>A split of 21:20 on the thirtieth day, of which only the document with adjusted closes knows.</summary>
    [Theory]
    [OnSqlite(true), OnSqlite(false), OnPostgres(true), OnPostgres(false)]
    public async Task Prices_as_traded_are_told_by_their_factors(DatabaseProvider provider, bool unprovedFirst)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        (string, byte[])[] files = [("AAA.csv", Plain(0, 60, 1.05)), ("AAA_2024-03-20.csv", Adjusted(10, 50))];
        foreach (var (name, bytes) in unprovedFirst ? files : files.Reverse())
            await rig.DropAsync(name, bytes);

        var series = await SeriesAsync(rig);

        Assert.Equal(Enumerable.Range(10, 40).Select(Close), series.Bars!.Select(b => b.Close));
        await using var db = rig.Database.Open();
        Assert.Contains(
            "they are as traded", (await db.Findings.SingleAsync(f => f.Kind == FindingKind.BasisContradicted)).Seen,
            StringComparison.Ordinal);
    }

    /// <summary>Adjusted closes that repeat closes from which a dividend is taken: visible until a document proves the prices.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Copied_closes_neither_join_nor_serve_a_total_return(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var copied = Csv("Date,Open,High,Low,Close,Adj Close,Volume", 0, 60, i =>
        {
            var close = Close(i) * (i < 30 ? 0.971234 : 1);
            return FormattableString.Invariant($"{close:F6},{close:F6},{close:F6},{close:F6},{close:F6},100");
        });
        await rig.DropAsync("AAA_2024-03-19.csv", copied);

        Assert.Equal((SourceName.Unproved, "BasisNotProved"), await ServedAsync(PriceAdjustment.Splits));
        Assert.Equal("BasisNotProved", (await ServedAsync(PriceAdjustment.All)).Reason);

        await rig.DropAsync("AAA_2024-03-20.csv", Adjusted(0, 60));

        Assert.Equal((SourceName.DropFolder, null), await ServedAsync(PriceAdjustment.Splits));
        Assert.Equal(Close(10), (await SeriesAsync(rig)).Bars![10].Close);

        async Task<(SourceName? Source, string? Reason)> ServedAsync(PriceAdjustment adjust)
        {
            var series = await SeriesAsync(rig, adjust);
            return (series.Source, series.Reason);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Series_of_unproved_basis_says_so_in_every_answer(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.DropAsync("AAA.csv", Plain(0, 30, 1));

        var series = await SeriesAsync(rig);
        var provenance = await rig.Get<ProvenanceQuery>().ProvenanceAsync(Caller.System, Aaa, First, CancellationToken.None);

        Assert.Equal((30, SourceName.Unproved, "BasisNotProved"), (series.Bars!.Count, series.Source, series.Reason));
        Assert.Equal(document.Id, provenance!.Document.Id);
        Assert.Equal(FindingKind.BasisNotProved, Assert.Single(provenance.Findings).Kind);
        foreach (var adjust in new[] { PriceAdjustment.None, PriceAdjustment.All })
        {
            var refused = await SeriesAsync(rig, adjust);
            Assert.Equal((0, "BasisNotProved"), (refused.Bars!.Count, refused.Reason));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Basis_told_by_the_name_joins_the_series(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.DropAsync("AAA.csv", Plain(0, 30, 1));

        var told = await rig.DropAsync("AAA.split.csv", Plain(0, 30, 1));
        var refused = await rig.DropAsync("AAA.full.csv", Plain(0, 30, 1));

        Assert.Equal(("AAA", DocumentState.Loaded), (told.Symbol, told.State));
        Assert.Equal((DocumentState.Quarantined, Reason.Basis), (refused.State, refused.Reason));
        var series = await SeriesAsync(rig);
        Assert.Equal((30, SourceName.DropFolder, null), (series.Bars!.Count, series.Source, series.Reason));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sources_of_proved_basis_are_filled_from_each_other_only(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.DropAsync("AAA_2024-03-20.csv", Adjusted(20, 40));
        await rig.DropAsync("AAA_2024-03-21.csv", Plain(0, 60, 1));

        Assert.Equal(20, (await SeriesAsync(rig)).Bars!.Count);
        await using var db = rig.Database.Open();
        Assert.Empty(await db.Findings.Where(f => f.Kind == FindingKind.BasisContradicted).ToListAsync());
        var cards = await rig.Get<CardQuery>().CardsAsync(Caller.System, new(), CancellationToken.None);
        Assert.Equal(First.AddDays(39), cards.Items.Single().Closes[^1].Date);
    }

    /// <summary>The cases of ../shared/data/reports.</summary>
    [RealDataTheory]
    [InlineData("yfinance-auto-adjusted-ibm", "IBM.csv"), InlineData("yfdownload-auto-adjusted", "FDJX.PA_2026-09-21.csv")]
    [InlineData("as-traded-reordered", "ORCL.csv")]
    public async Task Reported_file_on_another_basis_is_refused(string report, string file)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);

        var document = await rig.DropAsync(file, RealData.Bytes("reports", report, file));

        Assert.Equal((DocumentState.Quarantined, Reason.Basis), (document.State, document.Reason));
        if (file == "ORCL.csv")
            Assert.Contains("2:1 on 2000-01-19", document.Error, StringComparison.Ordinal);
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Reported_Stooq_file_does_not_beat_the_truth(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.DropAsync("AAA.csv", RealData.Bytes("reports", "stooq-dividend-adjusted", "AAPL.csv"));
        var right = await rig.DropAsync(
            "AAA_2020-12-11.csv", RealData.Bytes("reports", "stooq-dividend-adjusted", "pair-right_AAPL_2020-12-11.csv"));

        var series = await SeriesAsync(rig);

        Assert.Equal(DocumentState.Loaded, right.State);
        Assert.Equal((SourceName.DropFolder, 72.267502), (series.Source, series.Bars![0].Close));
        await using var db = rig.Database.Open();
        Assert.Contains(
            "adjusted for dividends", (await db.Findings.SingleAsync(f => f.Kind == FindingKind.BasisContradicted)).Seen,
            StringComparison.Ordinal);
    }

    [RealDataFact]
    public async Task Reported_columns_in_small_letters_lose_no_action()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);

        await rig.DropAsync("KO.csv", RealData.Bytes("reports", "unknown-columns", "KO.csv"));

        Assert.Equal(
            [CorporateAction.Split(new(2012, 8, 13), 2, 1), CorporateAction.Cash(new(2012, 9, 12), ActionKind.Dividend, 0.255)],
            await rig.ActionsAsync("KO"));
        // Whole cents once the split is put back.
        Assert.Equal(SourceName.DropFolder, (await rig.StockAsync("KO"))!.ServedSource);
    }

    private static Task<BarSeries> SeriesAsync(
        IngestionRig rig, PriceAdjustment adjust = PriceAdjustment.Splits, SourceName? source = null) =>
        rig.SeriesAsync("AAA", new(Adjust: adjust, Source: source));

    private static (DocumentState, string?) EndOf(Document document) => (document.State, document.Error);

    private static double Close(int day) => 50 + day % 7;

    /// <summary>Without adjusted closes; a dividend on the thirtieth day is in the earlier prices as a factor.</summary>
    private static byte[] Plain(int first, int last, double factor) => Csv("Date,Open,High,Low,Close,Volume", first, last, i =>
    {
        var close = Close(i) * (i < 30 ? factor : 1);
        return FormattableString.Invariant($"{close},{close},{close},{close},100");
    });

    private static byte[] Adjusted(int first, int last) => Csv("Date,Close,Adj Close", first, last, i =>
        FormattableString.Invariant($"{Close(i)},{Close(i) * (i < 30 ? 0.97 : 1)}"));

    private static byte[] Csv(string header, int first, int last, Func<int, string> row)
    {
        var csv = new StringBuilder(header + "\n");
        for (var i = first; i < last; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{First.AddDays(i):yyyy-MM-dd},{row(i)}\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
