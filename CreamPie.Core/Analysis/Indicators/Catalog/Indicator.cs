using System.Text.Json.Serialization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators.Catalog;

/// <summary>Where an indicator is drawn.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<IndicatorPane>))]
public enum IndicatorPane
{
    /// <summary>Over the prices, in their unit.</summary>
    Price,

    /// <summary>In a pane of its own: its values are no prices.</summary>
    Own,
}

/// <summary>One number that an indicator takes.</summary>
/// <param name="Name">As in a query: period.</param>
/// <param name="Default">Where none is given.</param>
/// <param name="Smallest">Smallest value allowed.</param>
/// <param name="Largest">Largest value allowed.</param>
/// <param name="IsWhole">True for a number of bars, false for a number with decimals.</param>
public sealed record IndicatorParameter(string Name, double Default, double Smallest, double Largest, bool IsWhole = true);

/// <summary>Computes an indicator: values in the order of its parameters, within their bounds; lists in the order of its fields.</summary>
/// <param name="bars">Oldest first.</param>
/// <param name="values">One for each parameter.</param>
/// <returns>One list for each field, each as long as the bars; null is unknown.</returns>
public delegate IReadOnlyList<IReadOnlyList<double?>> IndicatorFormula(IReadOnlyList<DailyBar> bars, IReadOnlyList<double> values);

/// <summary>An indicator as API and pages offer it.</summary>
/// <param name="Name">As in a query: sma.</param>
/// <param name="Title">As people write it: Simple moving average.</param>
/// <param name="Parameters">In the order in which sma(20) lists them.</param>
/// <param name="Fields">The names of its lines.</param>
/// <param name="Pane">Where it is drawn.</param>
/// <param name="Formula">Computes it.</param>
public sealed record Indicator(
    string Name,
    string Title,
    IReadOnlyList<IndicatorParameter> Parameters,
    IReadOnlyList<string> Fields,
    IndicatorPane Pane,
    IndicatorFormula Formula)
{
    /// <summary>True if it adds up from the first bar served, not from the first of the whole series.</summary>
    public bool StartsAtFirstServed { get; init; }

    /// <summary>Says in a sentence what is wrong with values that are each within their bounds; null if all is well.</summary>
    public Func<IReadOnlyList<double>, string?> Rule { get; init; } = _ => null;

    /// <summary>How to write it: macd(fast, slow, signal), or obv.</summary>
    public string Usage => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters.Select(p => p.Name))})";
}
