using System.Text.Json.Serialization;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Querying.Figures;

/// <summary>One of the compared stocks.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Currency">Of its prices, in which it was compared: no exchange rate is applied. Null if no document states it.</param>
/// <param name="Version">The stock's, as in its bars.</param>
/// <param name="Values">100 at the first common date, one for each date.</param>
public sealed record ComparedSeries(string Symbol, string? Currency, long Version, IReadOnlyList<double?> Values);

/// <summary>A date that some of the stocks lack.</summary>
/// <param name="Date">Within the range that all of them cover.</param>
/// <param name="Missing">The symbols without a bar that day.</param>
public sealed record MissedDate(DateOnly Date, IReadOnlyList<string> Missing);

/// <summary>The dates that are left out because not all stocks have them.</summary>
/// <param name="Count">How many.</param>
/// <param name="Newest">The newest of them, at most 10, oldest first.</param>
public sealed record LeftOutDates(int Count, IReadOnlyList<MissedDate> Newest)
{
    /// <summary>Most dates in <see cref="Newest"/>.</summary>
    public const int MaxListed = 10;
}

/// <summary>Stocks on the dates that all of them have, oldest first.</summary>
public sealed record Comparison
{
    /// <summary>Which corporate actions are taken out of the prices.</summary>
    public required PriceAdjustment Adjust { get; init; }

    /// <summary>Why there are no values, or a doubt about them: that of the first stock which has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The reason as a sentence, with its symbol.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The common dates; the first one is where all stand at 100.</summary>
    public required IReadOnlyList<DateOnly> Date { get; init; }

    /// <summary>In the order in which they were requested.</summary>
    public required IReadOnlyList<ComparedSeries> Series { get; init; }

    /// <summary>What was left out.</summary>
    public required LeftOutDates LeftOut { get; init; }

    /// <summary>Of daily returns, rows and columns in the order of the series.</summary>
    public required CorrelationMatrix Correlation { get; init; }
}
