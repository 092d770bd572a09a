using System.ComponentModel;
using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api.Bulk;

internal enum BulkFormat { Json, Csv, Parquet, Arrow }

/// <summary>The query of the bars of many stocks.</summary>
internal sealed record BulkParameters(
    [property: FromQuery(Name = "symbols"), Text("AAPL,MSFT,^GSPC"), Description("1 to 500, with commas between them.")]
    string? Symbols,
    [property: FromQuery(Name = "from"), Day, Description("First date, inclusive.")] string? From,
    [property: FromQuery(Name = "to"), Day, Description("Last date, inclusive.")] string? To,
    [property: FromQuery(Name = "interval"), Words("1d", "1d", "1wk", "1mo", "3mo", "1y")] string? Interval,
    [property: FromQuery(Name = "adjust"), Words("splits", "none", "splits", "all")]
    [property: Description("none is as traded, all is for splits and dividends.")]
    string? Adjust,
    [property: FromQuery(Name = "format"), Words("json", "json", "csv", "parquet", "arrow")]
    [property: Description("arrow is a stream. Without it, Accept chooses.")]
    string? Format)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (IReadOnlyList<Symbol> Symbols, SeriesRequest? Request, BulkFormat Format, ProblemHttpResult? Problem) Read()
    {
        var query = new QueryText();
        List<Symbol> symbols = [.. (Symbols ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => query.Symbol("symbols", s)).OfType<Symbol>().Distinct()];
        if (symbols.Count is < 1 or > BulkQuery.MaxSymbols)
        {
            query.Refuse("symbols", string.Create(
                CultureInfo.InvariantCulture, $"symbols must be 1 to {BulkQuery.MaxSymbols} symbols, like AAPL,MSFT,^GSPC."));
        }
        var (from, to) = (query.Day("from", From), query.Day("to", To));
        if (from > to)
            query.Refuse("range", $"from ({From}) is after to ({To}).");
        var interval = CreamPie.Core.Analysis.Interval.Daily;
        if (!string.IsNullOrEmpty(Interval) && !Intervals.TryParse(Interval.ToLowerInvariant(), out interval))
            query.Refuse("interval", "interval must be one of 1d, 1wk, 1mo, 3mo, 1y.");
        var adjust = query.Word<PriceAdjustment>("adjust", Adjust) ?? PriceAdjustment.Splits;
        var format = query.Word<BulkFormat>("format", Format) ?? BulkFormat.Json;
        return (symbols, query.Problem is null ? new(from, to, interval, Adjust: adjust) : null, format, query.Problem);
    }
}
