using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators.Catalog;

/// <summary>An indicator with its numbers, checked: sma(20). Read from a query or a link, written back by <see cref="ToString"/>.</summary>
public sealed class IndicatorCall
{
    /// <summary>Most indicators in one list.</summary>
    public const int MaxInList = 20;

    private readonly IReadOnlyList<double> _values;

    private IndicatorCall(Indicator indicator, IReadOnlyList<double> values) => (Indicator, _values) = (indicator, values);

    /// <summary>Which one.</summary>
    public Indicator Indicator { get; }

    /// <summary>The value of each parameter, by its name and in their order.</summary>
    public IReadOnlyDictionary<string, double> Parameters =>
        new OrderedDictionary<string, double>(Indicator.Parameters.Zip(_values, (p, v) => KeyValuePair.Create(p.Name, v)));

    /// <summary>Computes it.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One list for each field, each as long as the bars; null is unknown.</returns>
    public IReadOnlyList<IReadOnlyList<double?>> Compute(IReadOnlyList<DailyBar> bars) => Indicator.Formula(bars, _values);

    /// <summary>Reads sma(20),ema(50),macd(12,26,9): what stands in the parentheses may be left out from the right.</summary>
    /// <param name="text">Names in any case; blanks do not matter.</param>
    /// <param name="calls">In the order of the text; empty with a problem.</param>
    /// <param name="problem">A sentence that says what would be right.</param>
    public static bool TryReadList(string text, out IReadOnlyList<IndicatorCall> calls, [NotNullWhen(false)] out string? problem)
    {
        var read = new List<IndicatorCall>();
        calls = [];
        foreach (var part in text.Split(')', StringSplitOptions.TrimEntries).SelectMany(Parts).ToList())
        {
            if (!TryRead(part, out var call, out problem))
                return false;
            read.Add(call);
        }
        problem = read.Count is >= 1 and <= MaxInList ? null
            : string.Create(CultureInfo.InvariantCulture, $"1 to {MaxInList} indicators are expected, like sma(20),macd(12,26,9).");
        calls = problem is null ? read : [];
        return problem is null;

        // "sma(20" and ",ema,macd(12,26,9": what precedes the parenthesis is a list of names.
        static IEnumerable<string> Parts(string piece)
        {
            var open = piece.IndexOf('(', StringComparison.Ordinal);
            var names = (open < 0 ? piece : piece[..open])
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return open < 0 ? names : [.. names.SkipLast(1), names.LastOrDefault("") + piece[open..] + ")"];
        }
    }

    /// <summary>Reads sma, sma(20) or macd(12,26,9).</summary>
    /// <param name="text">Name in any case; blanks do not matter.</param>
    /// <param name="call">Null with a problem.</param>
    /// <param name="problem">A sentence that says what would be right.</param>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out IndicatorCall? call, [NotNullWhen(false)] out string? problem)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var inside = open < 0 ? "" : text[(open + 1)..].TrimEnd().TrimEnd(')');
        var given = inside.Trim().Length == 0 ? [] : inside.Split(',', StringSplitOptions.TrimEntries);
        call = null;
        if (!TryFind((open < 0 ? text : text[..open]).Trim(), out var indicator, out problem))
            return false;
        if (given.Length <= indicator.Parameters.Count)
            return TryRead(indicator, i => given.ElementAtOrDefault(i), out call, out problem);
        problem = $"{indicator.Usage} is expected: there are more values than that.";
        return false;
    }

    /// <summary>Reads the values of an indicator by the names of its parameters.</summary>
    /// <param name="name">The indicator's, in any case.</param>
    /// <param name="given">Values by parameter, in any case; the defaults stand for those that are absent or empty.</param>
    /// <param name="call">Null with a problem.</param>
    /// <param name="problem">A sentence that says what would be right.</param>
    public static bool TryRead(
        string name, IReadOnlyDictionary<string, string> given, [NotNullWhen(true)] out IndicatorCall? call,
        [NotNullWhen(false)] out string? problem)
    {
        call = null;
        if (!TryFind(name, out var indicator, out problem))
            return false;
        var values = new Dictionary<string, string>(given, StringComparer.OrdinalIgnoreCase);
        var names = indicator.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (values.Keys.FirstOrDefault(k => !names.Contains(k)) is { } other)
        {
            problem = indicator.Parameters.Count == 0
                ? $"{indicator.Name} has no parameter {other}: it has none."
                : $"{indicator.Name} has no parameter {other}, but {string.Join(" and ", indicator.Parameters.Select(Described))}.";
            return false;
        }
        return TryRead(indicator, i => values.GetValueOrDefault(indicator.Parameters[i].Name), out call, out problem);
    }

    /// <summary>As <see cref="TryRead(string, out IndicatorCall, out string)"/> reads it: macd(12,26,9), or obv.</summary>
    public override string ToString() => _values.Count == 0
        ? Indicator.Name
        : $"{Indicator.Name}({string.Join(',', _values.Select(v => v.ToString(CultureInfo.InvariantCulture)))})";

    private static bool TryFind(string name, [NotNullWhen(true)] out Indicator? indicator, [NotNullWhen(false)] out string? problem)
    {
        indicator = IndicatorCatalog.Find(name);
        problem = indicator is null
            ? $"The indicator must be one of {string.Join(", ", IndicatorCatalog.All.Select(i => i.Name))}." : null;
        return indicator is not null;
    }

    private static bool TryRead(
        Indicator indicator, Func<int, string?> given, [NotNullWhen(true)] out IndicatorCall? call,
        [NotNullWhen(false)] out string? problem)
    {
        var values = new double[indicator.Parameters.Count];
        call = null;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = indicator.Parameters[i];
            values[i] = string.IsNullOrWhiteSpace(given(i)) ? parameter.Default : Number(parameter, given(i)!);
            if (values[i] >= parameter.Smallest && values[i] <= parameter.Largest)
                continue;
            problem = $"In {indicator.Usage}, {Described(parameter)} is expected.";
            return false;
        }
        problem = indicator.Rule(values) is { } rule ? $"In {indicator.Usage}, {rule}" : null;
        call = problem is null ? new(indicator, values) : null;
        return problem is null;
    }

    /// <summary>NaN if it is none: within no bounds.</summary>
    private static double Number(IndicatorParameter parameter, string text) => double.TryParse(
        text, parameter.IsWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number : double.NaN;

    private static string Described(IndicatorParameter parameter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{parameter.Name} as a {(parameter.IsWhole ? "whole " : "")}number from {parameter.Smallest} to {parameter.Largest}");
}
