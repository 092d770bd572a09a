using System.Text.Json;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Web.Api.Bulk;

/// <summary>
/// The long table of a bulk answer, the same in Parquet, Arrow and JSON: a row for each bar, the symbols in the order of the request, each
/// oldest first. Prices are 64-bit floats, as they are stored and as every reader expects them; days are days, without a time.
/// </summary>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">Of all prices.</param>
/// <param name="Stocks">As they were when the answer began.</param>
internal sealed record BarTable(string Interval, PriceAdjustment Adjust, IReadOnlyList<BulkStock> Stocks)
{
    public const string Symbol = "symbol", Date = "date", Open = "open", High = "high", Low = "low", Close = "close",
        AdjClose = "adjClose", Volume = "volume", Final = "final", DivCash = "divCash", SplitFactor = "splitFactor";

    /// <summary>
    /// Of the row's series when it was read: it rises with every load and never repeats. In each row, because a load may come in while the
    /// answer is sent.
    /// </summary>
    public const string Version = "version";

    /// <summary>What the schema says of the whole table.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>
    {
        ["interval"] = Interval,
        ["adjust"] = AdjustWord(Adjust),
        ["basis"] = Basis.Of(Adjust),
        ["series"] = JsonSerializer.Serialize(
            Stocks.Select(s => new { s.Symbol, s.Currency, s.Timezone, Basis = s.IsUnproved ? Basis.Unproved : Basis.Of(Adjust) }),
            JsonSerializerOptions.Web),
    };

    public static string AdjustWord(PriceAdjustment adjust) => adjust.ToString().ToLowerInvariant();

    /// <summary>The table of one series.</summary>
    public static BarTable Of(BarSeries series) => new(
        series.Interval, series.Adjust,
        [new(series.Symbol, series.Currency, series.Timezone, series.Source == SourceName.Unproved)]);
}
