using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>Parses the JSON of TIME_SERIES_DAILY and TIME_SERIES_DAILY_ADJUSTED, whose names are numbered: "4. close".</summary>
internal static class AlphaVantageResponse
{
    /// <summary>Raised whenever the same bytes would parse differently.</summary>
    public const int Version = 3;

    public const string TextName = "alpha vantage";
    private const string SeriesName = "Time Series (Daily)";
    private const string Form = "{\"Meta Data\":..., \"Time Series (Daily)\":...}";

    /// <summary>The time zone stated for symbols of every exchange; true only for those of New York.</summary>
    private const string Eastern = "US/Eastern";

    /// <summary>Also for a dropped file: no other document has this name near its start.</summary>
    public static bool IsLike(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 2_000)].IndexOf("\"Time Series (Daily)\""u8) >= 0;

    public static ParseResult Parse(ParseInput input) =>
        JsonResponse.Read(input, Form, root => Read(root, input));

    private static ParseResult Read(JsonElement root, ParseInput input)
    {
        if (root.At("Error Message").ValueKind == JsonValueKind.String)
            return new ParseResult.Refused(Reason.SymbolUnknown, "Alpha Vantage does not know the symbol (invalid API call).");
        if (AlphaVantageNotice.Of(input.Bytes.Span) is { } notice)
            return new ParseResult.Refused(notice.Reason, notice.Error);
        var series = root.At(SeriesName);
        if (series.ValueKind != JsonValueKind.Object)
        {
            return root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().Any(p => p.Name.Contains("Time Series", StringComparison.Ordinal))
                ? new ParseResult.Refused(Reason.Basis, "The bars are not daily: use TIME_SERIES_DAILY_ADJUSTED.")
                : Unknown(root, $"The response has no \"{SeriesName}\": unknown format.");
        }
        var meta = new NumberedNames(root.At("Meta Data"));
        if ((input.Symbol ?? AlphaVantageSymbol.Ours(meta.Text("Symbol"))) is not { } wanted)
            return SymbolCheck.NoSymbol;
        if (meta.Text("Symbol") is not { } stated)
            return new ParseResult.Refused(Reason.SymbolMismatch, $"The response does not name its symbol; {wanted} was requested.");
        if (!stated.Equals(AlphaVantageSymbol.Of(wanted), StringComparison.OrdinalIgnoreCase))
            return SymbolCheck.Mismatch(stated, wanted);

        var rows = new AlphaVantageRows();
        foreach (var day in series.EnumerateObject())
        {
            if (rows.Read(day) is { } problem)
                return Unknown(day.Value, problem);
        }
        if (rows.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The series has no bar with a close.");
        var isNewYork = meta.Text("Time Zone") == Eastern && !stated.Contains('.', StringComparison.Ordinal);
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            PriceBasis.AsTraded,
            Precise: true,
            ListsActions: rows.ListsActions,
            CapturedAt: null,
            new Listing(wanted.Value, TimeZone: isNewYork ? "America/New_York" : null),
            rows.Rows,
            [.. rows.Actions.OrderBy(a => a.ExDate).ThenBy(a => a.Kind)],
            rows.Errors,
            [],
            LayoutShape.Names("alphaVantage", series.EnumerateObject().First().Value)));
    }

    private static ParseResult.Refused Unknown(JsonElement element, string error) =>
        new(Reason.Layout, error) { Layout = LayoutShape.Names("alphaVantage", element) };
}
