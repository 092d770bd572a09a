using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Loading;
using CreamPie.Core.Loading.Replay;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Histories;

/// <summary>
/// Loads generated histories into a database, in several orders, from two sources and with captures that contradict the others; reads
/// what is served, and compares every number with the truth. <c>histories 1 12345 sqlite</c> repeats a seed.
/// </summary>
internal sealed class StoredHistories(TestDatabase database)
{
    private const int Orders = 3;

    /// <summary>Relative: prices are rounded to six decimals, once a basis.</summary>
    private const double Same = 2e-4;

    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly FindingKind[] Tells =
    [
        FindingKind.ActionMoved, FindingKind.ActionDoubted, FindingKind.ActionWithdrawn, FindingKind.SplitRepeated,
        FindingKind.SplitNotShown, FindingKind.SplitImplausible, FindingKind.LargeMove,
    ];

    private int _histories;
    private int _refused;
    private long _right;
    private long _told;

    public List<string> SilentlyWrong { get; } = [];

    public List<string> OrderDependent { get; } = [];

    public async Task RunAsync(int count, int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
            await JudgeAsync(seed);
    }

    public string Report() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_histories:N0} stored histories in {Orders} orders each: {_right:N0} numbers right, {_told:N0} wrong and told, "
        + $"{SilentlyWrong.Count:N0} silently wrong; {_refused:N0} documents refused; "
        + $"{OrderDependent.Count:N0} histories depend on the order");

    private async Task JudgeAsync(int seed)
    {
        var history = new GeneratedHistory(seed, contradicts: true);
        _histories++;
        var random = new Random(seed);
        string? expected = null;
        for (var order = 0; order < Orders; order++)
        {
            var symbol = Symbol.Parse($"H{seed}-{order}");
            var captures = history.Captures.OrderBy(_ => order == 0 ? 0 : random.Next()).ToList();
            await LoadAsync(symbol, captures);
            var state = await StateAsync(symbol, order == 0 ? (seed, history) : null);
            expected ??= state;
            if (state != expected)
                OrderDependent.Add($"seed {seed}, {string.Join(',', captures.Select(c => c.Number))}:\n{expected}\nbut\n{state}");
        }
    }

    /// <summary>As the pipeline does it, without files.</summary>
    private async Task LoadAsync(Symbol symbol, List<GeneratedCapture> captures)
    {
        var requests = new Dictionary<int, LoadRequest>();
        for (var i = 0; i < captures.Count; i++)
        {
            var row = await AddAsync(symbol, captures[i].Number, Start.AddMinutes(i));
            var request = LoadRequest.Of(row, captures[i].Document, parserVersion: 1);
            requests[row.Id] = request;
            var result = await database.Get<Loader>().LoadAsync(request, CloseAsync, CancellationToken.None);
            if (result is LoadResult.Contested { StockId: var stockId })
                result = await database.Get<StockReplay>().LoadAsync(
                    await SetAsync(stockId, symbol, requests, row.Id), request, CloseAsync, RefuseAsync, CancellationToken.None);
            Assert.True(result is LoadResult.Loaded or LoadResult.MassRewrite { IsEnded: true });

            async Task<bool> RefuseAsync(CreamPieDbContext db, string error, CancellationToken cancellationToken)
            {
                var document = await db.Documents.SingleAsync(d => d.Id == row.Id, cancellationToken);
                (document.State, document.Reason, document.Error) = (DocumentState.Quarantined, Reason.MassRewrite, error);
                return true;
            }

            async Task<bool> CloseAsync(CreamPieDbContext db, Stock stock, LoadCounts counts, CancellationToken cancellationToken)
            {
                var document = await db.Documents.SingleAsync(d => d.Id == row.Id, cancellationToken);
                (document.State, document.StockId) = (DocumentState.Loaded, stock.Id);
                return true;
            }
        }
    }

    private async Task<Document> AddAsync(Symbol symbol, int number, DateTime at)
    {
        await using var db = database.Open();
        var document = new Document
        {
            PlanKey = $"{symbol}:{number}",
            Symbol = symbol.Value,
            Source = number % 3 == 0 ? SourceName.YahooPage : SourceName.YahooChart,
            State = DocumentState.Archived,
            PlannedAt = at,
            KnownAt = at,
            NextAttempt = at,
            Sha256 = number.ToString("x64", CultureInfo.InvariantCulture),
            FileName = $"{number}",
        };
        db.Documents.Add(document);
        await db.SaveChangesAsync();
        return document;
    }

    private async Task<DocumentSet> SetAsync(int stockId, Symbol symbol, Dictionary<int, LoadRequest> requests, int arriving)
    {
        await using var db = database.Open();
        var version = await db.Stocks.Where(s => s.Id == stockId).Select(s => s.Version).SingleAsync();
        var refused = await db.Documents.Where(d => d.Symbol == symbol.Value && d.State == DocumentState.Quarantined)
            .Select(d => d.Id)
            .ToListAsync();
        return new(
            stockId, version, symbol.Value, [.. requests.Values.Where(r => r.DocumentId != arriving)],
            new Dictionary<int, (Reason, string)>(), refused.ToHashSet());
    }

    /// <summary>All that is served, and what became of each document.</summary>
    private async Task<string> StateAsync(Symbol symbol, (int Seed, GeneratedHistory History)? truth)
    {
        var lines = new List<string>();
        await using var db = database.Open();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == symbol.Value);
        var documents = await db.Documents.Where(d => d.Symbol == symbol.Value).OrderBy(d => d.Sha256).ToListAsync();
        lines.AddRange(documents.Select(d => $"{d.FileName} {d.State} {d.Error}"));
        var findings = await db.Findings.Where(f => f.StockId == stock.Id && f.ClosedAt == null).Select(f => f.Kind).ToListAsync();
        var isTold = documents.Exists(d => d.State == DocumentState.Quarantined) || findings.Exists(k => Tells.Contains(k));
        _refused += truth is null ? 0 : documents.Count(d => d.State == DocumentState.Quarantined);
        foreach (var adjust in Enum.GetValues<PriceAdjustment>())
        {
            var series = (await database.Get<SeriesQuery>().BarsAsync(
                Caller.System, symbol, new SeriesRequest(Adjust: adjust), CancellationToken.None))!;
            lines.Add($"{adjust} {series.Reason}");
            lines.AddRange((series.Bars ?? []).Select(b => b.ToString()));
            if (truth is var (seed, history))
                Compare(seed, history, adjust, series, isTold);
        }
        var standing = await db.CorporateActions.Where(a => a.StockId == stock.Id && a.KnownTo == null).ToListAsync();
        lines.AddRange(standing.Select(a => a.ToAction().ToString()).Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }

    private void Compare(int seed, GeneratedHistory history, PriceAdjustment adjust, BarSeries series, bool isTold)
    {
        var last = series.Bars is { Count: > 0 } bars ? bars[^1].Date : default;
        foreach (var bar in series.Bars ?? [])
        {
            var truth = adjust switch
            {
                PriceAdjustment.None => history.Traded(bar.Date),
                PriceAdjustment.Splits => history.Close(bar.Date, last),
                _ => history.Adjusted(bar.Date, last),
            };
            if (adjust == PriceAdjustment.All && bar.AdjClose is null)
                continue;
            if (Math.Abs(bar.Close / truth - 1) <= Same)
                _right++;
            else if (isTold)
                _told++;
            else
                SilentlyWrong.Add(FormattableString.Invariant($"seed {seed}, {bar.Date:o} {adjust}: {bar.Close}, not {truth}"));
        }
    }
}
