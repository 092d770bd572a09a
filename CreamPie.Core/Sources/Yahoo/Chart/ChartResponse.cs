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
    public const int Version = 5;

    public static ParseResult Parse(ParseInput input) => JsonResponse.Read(
        input,
        ChartPayload.Form,
        root => ChartPayload.Read(root, actionsRequested: true) switch
        {
            ParseResult.Refused { Reason: Reason.EmptyUnexpected } empty => CheckEmpty(empty, root, input.Symbol),
            var result => Check(result, input),
        });

    /// <summary>A response without timestamps is right only if its meta names the requested symbol; it has nothing else to check.</summary>
    private static ParseResult.Refused CheckEmpty(ParseResult.Refused empty, JsonElement root, Symbol? wanted)
    {
        if (wanted is not { } symbol || root.At("chart", "result").First().At("meta", "symbol").Text() is not { } stated)
            return empty;
        return symbol.Is(stated) ? empty with { IsEmpty = true } : SymbolCheck.Mismatch(stated, symbol);
    }

    private static ParseResult Check(ParseResult result, ParseInput input)
    {
        if (result is not ParseResult.Parsed { Document: var document })
            return result;
        var wanted = input.Symbol ?? throw new InvalidOperationException("A chart response needs the requested symbol.");
        if (document.Listing.Symbol is not { } stated)
            return new ParseResult.Refused(Reason.SymbolMismatch, $"The chart response does not name its symbol; {wanted} was requested.");
        if (!wanted.Is(stated))
            return SymbolCheck.Mismatch(stated, wanted);
        if (document.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The chart response has no bar with a close.");
        return DailySpacing.IsDaily(document.Rows) ? result : new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
    }
}
