using System.ComponentModel;
using System.Globalization;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Figures;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>The query of a stock's figures.</summary>
internal sealed record FigureParameters(
    [property: FromQuery(Name = "from"), Day, Description("First date, inclusive, e.g. 2024-06-10.")] string? From,
    [property: FromQuery(Name = "to"), Day, Description("Last date, inclusive; the periods end with its bar.")] string? To,
    [property: FromQuery(Name = "adjust"), Words("all", "splits", "all")]
    [property: Description("all: total returns; splits: returns of the price alone.")]
    string? Adjust,
    [property: FromQuery(Name = "benchmark"), SymbolText("^GSPC")]
    [property: Description("Symbol that beta is measured against; default: none.")]
    string? Benchmark,
    [property: FromQuery(Name = "riskFree"), Fraction(-1, 1, 0)]
    [property: Description("Risk-free return of the Sharpe ratio, a fraction a year.")]
    string? RiskFree)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (FigureRequest? Request, ProblemHttpResult? Problem) Read()
    {
        var query = new QueryText();
        var (from, to, adjust) = (query.Day("from", From), query.Day("to", To), ReturnBasis(query, Adjust));
        if (from > to)
            query.Refuse("range", $"from ({From}) is after to ({To}).");
        var benchmark = query.Symbol("benchmark", Benchmark);
        var riskFree = 0.0;
        const NumberStyles Fraction = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!string.IsNullOrEmpty(RiskFree)
            && !(double.TryParse(RiskFree, Fraction, CultureInfo.InvariantCulture, out riskFree) && riskFree is >= -1 and <= 1))
            query.Refuse("riskFree", "riskFree must be a fraction from -1 to 1, like 0.04 for four percent a year.");
        return query.Problem is null ? (new(from, to, adjust, benchmark, riskFree), null) : (null, query.Problem);
    }

    /// <summary>Prices as traded jump at a split, which is no return.</summary>
    public static PriceAdjustment ReturnBasis(QueryText query, string? adjust)
    {
        var basis = query.Word<PriceAdjustment>("adjust", adjust) ?? PriceAdjustment.All;
        if (basis == PriceAdjustment.None)
            query.Refuse("adjust", "adjust must be one of splits, all: prices as traded jump at a split.");
        return basis;
    }
}

internal enum ComparisonFormat { Json, Csv }

/// <summary>The query of a comparison.</summary>
internal sealed record ComparisonParameters(
    [property: FromQuery(Name = "symbols"), Text("AAPL,MSFT,^GSPC"), Description("1 to 10, with commas.")] string? Symbols,
    [property: FromQuery(Name = "from"), Day, Description("All stand at 100 at their first common date from here on.")] string? From,
    [property: FromQuery(Name = "to"), Day, Description("Last date, inclusive.")] string? To,
    [property: FromQuery(Name = "adjust"), Words("all", "splits", "all"), Description("all: total returns; splits: the price alone.")]
    string? Adjust,
    [property: FromQuery(Name = "format"), Words("json", "json", "csv"), Description("csv has a column for each symbol.")] string? Format)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (IReadOnlyList<Symbol>? Symbols, SeriesRequest? Request, ComparisonFormat Format, ProblemHttpResult? Problem) Read()
    {
        var query = new QueryText();
        List<Symbol> symbols = [.. (Symbols ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => query.Symbol("symbols", s)).OfType<Symbol>().Distinct()];
        if (symbols.Count is < 1 or > CommonDates.MaxSeries)
            query.Refuse("symbols", $"symbols must be 1 to {CommonDates.MaxSeries} symbols, like AAPL,MSFT,^GSPC.");
        var (from, to, adjust) = (query.Day("from", From), query.Day("to", To), FigureParameters.ReturnBasis(query, Adjust));
        if (from > to)
            query.Refuse("range", $"from ({From}) is after to ({To}).");
        var format = query.Word<ComparisonFormat>("format", Format) ?? ComparisonFormat.Json;
        return query.Problem is null ? (symbols, new(from, to, Adjust: adjust), format, null) : (null, null, format, query.Problem);
    }
}
