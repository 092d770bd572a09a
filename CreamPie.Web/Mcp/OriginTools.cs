using System.ComponentModel;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Series;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

[McpServerToolType]
internal sealed class OriginTools(Caller caller, AsOfOfRequest known, ProvenanceQuery query, PastQuery past)
{
    [McpServerTool(Name = "get_provenance", Title = "Origin of a bar", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("The document behind the bar of one day (source, address, SHA-256 of its bytes, times, row), and findings about it.")]
    public async Task<Provenance> ProvenanceAsync(
        [Description("Like AAPL.")] string symbol, [Description("A trading day, like 2024-06-10.")] string date,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), Tools.Day(nameof(date), date));
        if (day is null)
            throw new McpException("date must be a date like 2024-06-10.");
        known.Allow(day.Value);
        var origin = await query.ProvenanceAsync(caller, read, day.Value, cancellationToken)
            ?? throw new McpException($"There is no bar of {read} on {date}: get_bars lists the days, find_symbols the stocks.");
        if (known.Of(null) is not { } asOf)
            return origin;
        // On the basis of the last day that may be known: the document's own may have later splits in it.
        var series = await past.BarsAsync(caller, read, new SeriesRequest(day, day), asOf, cancellationToken);
        return series?.Bars is [var bar]
            ? origin with
            {
                Bar = bar,
                BasisDate = asOf,
                Document = origin.Document with { Url = null, CapturedAt = null, KnownAt = null },
                Findings = [],
            }
            : throw new McpException(series?.Message ?? "No such bar.");
    }
}
