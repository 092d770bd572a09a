using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace CreamPie.Web.Api.Contract;

/// <summary>More parameters than those of the handler's own.</summary>
internal sealed record FurtherParameters(IReadOnlyList<string> Names);

/// <summary>The query parameters of one endpoint: a mistyped one would be ignored, and the answer be wrong without a word.</summary>
internal sealed class KnownParameters
{
    /// <summary>What other interfaces of the field call them.</summary>
    private static readonly (string Name, string Others)[] Synonyms =
    [
        ("from", " START STARTDATE START_DATE SINCE BEGIN PERIOD1 "),
        ("to", " END ENDDATE END_DATE UNTIL PERIOD2 "),
        ("interval", " RESOLUTION TIMEFRAME FREQUENCY GRANULARITY "),
        ("adjust", " ADJUSTED ADJUSTMENT "),
        ("columns", " FIELDS "),
        ("format", " OUTPUT TYPE "),
        ("symbols", " TICKERS TICKER "),
        ("symbol", " TICKER "),
        ("query", " Q SEARCH "),
        ("limit", " COUNT SIZE PAGESIZE TOP TAKE "),
        ("cursor", " PAGE OFFSET AFTER "),
        ("ind", " INDICATORS "),
        ("period", " LENGTH WINDOW "),
    ];

    private readonly IReadOnlyList<string> _names;

    private KnownParameters(IReadOnlyList<string> names) => _names = names;

    public static KnownParameters Of(IList<object> metadata) => new(
        [.. metadata.OfType<IParameterBindingMetadata>().Select(NameOf).OfType<string>(),
            .. metadata.OfType<FurtherParameters>().SelectMany(p => p.Names)]);

    public bool Has(string name) => _names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null if all are known.</summary>
    public ProblemHttpResult? Unknown(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Has(name)) is not { } unknown)
            return null;
        var known = _names.Count == 0 ? "This address has none." : $"Known are {string.Join(", ", _names)}.";
        var nearest = Nearest(unknown) is { } name ? $" Did you mean {name}?" : "";
        return Problems.Invalid("unknownParameter", $"There is no parameter {Shown(unknown)}.{nearest} {known}");
    }

    private static string? NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault() is { } query
            ? query.Name ?? parameter.Name
            : null;

    private string? Nearest(string unknown)
    {
        if (unknown.Length is 0 or > 30 || _names.Count == 0)
            return null;
        var word = unknown.ToUpperInvariant();
        if (Synonyms.FirstOrDefault(s => Has(s.Name) && s.Others.Contains($" {word} ", StringComparison.Ordinal)).Name is { } other)
            return other;
        var nearest = _names.MinBy(name => Spelling.Distance(word, name.ToUpperInvariant()))!;
        return Spelling.Distance(word, nearest.ToUpperInvariant()) <= Math.Max(1, nearest.Length / 3)
            || nearest.StartsWith(unknown, StringComparison.OrdinalIgnoreCase)
            || unknown.StartsWith(nearest, StringComparison.OrdinalIgnoreCase)
            ? nearest
            : null;
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "...";
}
