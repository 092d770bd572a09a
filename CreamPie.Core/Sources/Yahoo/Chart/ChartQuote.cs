using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>Parses the last price in the chart endpoint's response: in the meta, with its time, even without a bar.</summary>
internal static class ChartQuote
{
    public static QuoteResult Parse(ParseInput input)
    {
        var (json, _, refused) = JsonResponse.Open(input, ChartPayload.Form);
        if (json is null)
            return new QuoteResult.Refused(refused!.Reason, refused.Error);
        using (json)
        {
            var wanted = input.Symbol ?? throw new InvalidOperationException("A quote response needs the requested symbol.");
            return Read(json.RootElement, wanted);
        }
    }

    private static QuoteResult Read(JsonElement root, Symbol wanted)
    {
        if (ChartPayload.Refusal(root) is { } refusal)
            return new QuoteResult.Refused(refusal.Reason, refusal.Error);
        var meta = root.At("chart", "result").First().At("meta");
        if (meta.ValueKind != JsonValueKind.Object)
            return new QuoteResult.Refused(Reason.Layout, "The chart response has no meta: unknown format.");
        if (!wanted.Is(meta.At("symbol").Text()))
            return new QuoteResult.Refused(Reason.SymbolMismatch, $"The response is not for {wanted}.");
        if (meta.At("regularMarketPrice").Number() is not { } price || price <= 0
            || DayStamp.InstantOf(meta.At("regularMarketTime").Number()) is not { } at)
            return new QuoteResult.Refused(Reason.EmptyUnexpected, $"The source has no last price for {wanted}.");
        // In a response for one day, the close before the chart is that of the session before.
        var previous = meta.At("previousClose").Number() ?? meta.At("chartPreviousClose").Number();
        return new QuoteResult.Parsed(new SourceQuote(
            Price.FromWidenedFloat(price), previous is > 0 ? Price.FromWidenedFloat(previous.Value) : null,
            meta.At("currency").Text(), at));
    }
}
