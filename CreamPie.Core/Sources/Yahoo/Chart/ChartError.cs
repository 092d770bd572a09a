using System.Text.Json;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>The error that the chart endpoint returns with status 404 or 410: only "Not Found" is about the symbol.</summary>
internal static class ChartError
{
    public static Refusal? Of(SourceResponse response)
    {
        if (response.Status is not (404 or 410))
            return null;
        try
        {
            using var json = JsonDocument.Parse(response.Body);
            return ChartPayload.Refusal(json.RootElement) switch
            {
                null or { Reason: Reason.SymbolUnknown } => null,
                { Reason: Reason.RateLimited } limited => new Refusal(limited.Reason, limited.Error),
                var other => new Refusal(Reason.ServerError, other.Error),
            };
        }
        catch (JsonException)
        {
            // A page, or nothing: the status stands.
            return null;
        }
    }
}
