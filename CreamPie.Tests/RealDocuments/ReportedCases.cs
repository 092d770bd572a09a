using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.RealDocuments;

/// <summary>A case of ../shared/data/reports, fed to an empty installation as its files are named.</summary>
internal sealed class ReportedCases : IAsyncDisposable
{
    private readonly IngestionRig _rig;

    private ReportedCases(IngestionRig rig) => _rig = rig;

    public List<Document> Documents { get; } = [];

    public static async Task<ReportedCases> FedAsync(string folder, params string[] files)
    {
        var fed = new ReportedCases(await IngestionRig.StartAsync(DatabaseProvider.Sqlite));
        foreach (var file in files)
            fed.Documents.Add(await fed._rig.DropAsync(file, RealData.Bytes("reports", folder, file)));
        return fed;
    }

    public Task<BarSeries> SeriesAsync(
        string symbol, PriceAdjustment adjust = PriceAdjustment.Splits, Interval interval = Interval.Daily) =>
        _rig.SeriesAsync(symbol, new(Adjust: adjust, Interval: interval));

    /// <summary>Null where no bar is served.</summary>
    public async Task<double?> CloseAsync(string symbol, string day, PriceAdjustment adjust = PriceAdjustment.Splits) =>
        (await SeriesAsync(symbol, adjust)).Bars!.Where(b => b.Date == Day(day)).Select(b => (double?)b.Close).SingleOrDefault();

    public static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    public async Task<List<(FindingKind Kind, DateOnly? Date)>> FindingsAsync()
    {
        await using var db = _rig.Database.Open();
        return [.. (await db.Findings.ToListAsync()).Select(f => (f.Kind, f.Date))];
    }

    public async Task<List<string>> StocksAsync()
    {
        await using var db = _rig.Database.Open();
        return await db.Stocks.Select(s => s.Symbol).Order().ToListAsync();
    }

    public Task<List<CorporateAction>> ActionsAsync(string symbol) => _rig.ActionsAsync(symbol);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
