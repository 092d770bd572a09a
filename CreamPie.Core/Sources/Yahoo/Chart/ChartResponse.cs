using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>Parses the chart endpoint's response to our request: JSON, complete, and of the requested symbol.</summary>
internal static class ChartResponse
{
    /// <summary>Raised whenever the same bytes would parse differently.</summary>
    public const int Version = 2;

    public static ParseResult Parse(ParseInput input) => JsonResponse.Read(
        input,
        "{\"chart\":{\"result\":...}}",
        root => ChartPayload.Read(root, asksActions: true) switch
        {
            ParseResult.Refused { Reason: Reason.EmptyUnexpected } empty => empty with { IsEmpty = IsOf(root, input.Symbol) },
            var result => Check(result, input),
        });

    /// <summary>True if the meta names the requested symbol; a response without timestamps has nothing else to check.</summary>
    private static bool IsOf(JsonElement root, Symbol? wanted) =>
        wanted is { } symbol && root.At("chart", "result").First().At("meta", "symbol").Text() is { } stated && symbol.Is(stated);

    private static ParseResult Check(ParseResult result, ParseInput input)
    {
        if (result is not ParseResult.Parsed { Document: var document })
            return result;
        var wanted = input.Symbol ?? throw new InvalidOperationException("A chart is asked for by its symbol.");
        if (document.Listing.Symbol is not { } stated)
            return new ParseResult.Refused(Reason.SymbolMismatch, $"The chart response does not name its symbol; {wanted} was requested.");
        if (!wanted.Is(stated))
            return SymbolCheck.Mismatch(stated, wanted);
        if (document.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The chart response has no bar with a close.");
        return DailySpacing.IsDaily(document.Rows) ? result : new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
    }
}
