using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Web.Mcp;

/// <summary>Bars as they are known now, or were at the end of a day.</summary>
internal sealed class KnownSeries(Caller caller, SeriesQuery series, PastQuery past)
{
    /// <exception cref="ModelContextProtocol.McpException">There is no such stock.</exception>
    public async Task<BarSeries> ReadAsync(
        Symbol symbol, SeriesRequest request, DateOnly? asOf, CancellationToken cancellationToken) =>
        (asOf is { } day
            ? await past.BarsAsync(caller, symbol, request, day, cancellationToken)
            : await series.BarsAsync(caller, symbol, request, cancellationToken))
        ?? throw Tools.Unknown(symbol);
}
