using System.ComponentModel;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

[McpServerToolType]
internal sealed class IndicatorTools(AsOfOfRequest known, KnownSeries series, BarEvidence evidence)
{
    [McpServerTool(Name = "get_indicators", Title = "Indicators", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Technical indicators of one stock, computed over its whole history and then cut to the dates.")]
    public async Task<IndicatorAnswer> IndicatorsAsync(
        [Description("Like AAPL.")] string symbol,
        [Description("Like sma(20),rsi(14),macd(12,26,9): sma ema wma bollinger rsi macd atr adx stochastic cci willr roc obv vwap.")]
        string indicators,
        [Description("First day, like 2024-06-10.")] string? from = null,
        [Description("Last day. Default: the newest.")] string? to = null,
        [Description("1d (default), 1wk, 1mo, 3mo or 1y.")] string interval = "1d",
        [Description(Tools.AdjustHelp)] string? adjust = null,
        [Description("Most dates, 1 to 500; of more, the newest ones are given.")] int limit = 100,
        [Description(Tools.AsOfHelp)] string? asOf = null,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), known.Of(asOf));
        if (!IndicatorCall.TryReadList(indicators, out var calls, out var problem))
            throw new McpException(problem);
        var request = Tools.Series(from, to, interval, adjust, Tools.Limit(limit));
        var answer = await series.ReadAsync(read, request, day, cancellationToken);
        var dated = answer.Bars ?? [];
        var whole = dated.Count == 0 ? [] : await WholeAsync(read, request, answer, day, cancellationToken);
        // Counted from the end: the period of the first dated bar may begin before the dates.
        var end = whole.Count(b => b.Date <= dated[^1].Date);
        // What is refused as a whole may be served for the dates: then there is nothing before them.
        if (end < dated.Count)
            (whole, end) = (dated, dated.Count);
        var (served, more) = Tools.Newest(dated, limit, "get_indicators");
        return new(
            await evidence.AboutAsync(read, answer, served, more, day, cancellationToken), [.. served.Select(b => b.Date)],
            [.. calls.Select(call => Values(call, whole, (end - dated.Count)..end, served.Count))]);
    }

    /// <summary>Where early prices are refused and the dates begin later, the whole series is what can be served of it.</summary>
    private async Task<IReadOnlyList<DailyBar>> WholeAsync(
        Symbol symbol, SeriesRequest request, BarSeries answer, DateOnly? asOf, CancellationToken cancellationToken)
    {
        var all = request with
        {
            From = null,
            To = null,
            Interval = Intervals.TryParse(answer.Interval, out var interval) ? interval : Interval.Daily,
        };
        var whole = await series.ReadAsync(symbol, all, asOf, cancellationToken);
        if (whole.AvailableFrom is { } available)
        {
            // Later prices that are refused say nothing of earlier ones.
            var served = available <= answer.Bars![0].Date ? all with { From = available } : all with { To = request.To };
            whole = await series.ReadAsync(symbol, served, asOf, cancellationToken);
        }
        if (whole.Version != answer.Version)
            throw new McpException($"{symbol} is being loaded; ask again.");
        return whole.Bars ?? [];
    }

    private static NamedValues Values(IndicatorCall call, IReadOnlyList<DailyBar> whole, Range dated, int served)
    {
        DailyBar[] cut = [.. whole.Take(dated)];
        IEnumerable<double?>[] lines = call.Indicator.StartsAtFirstServed
            ? [.. call.Compute(cut)]
            : [.. call.Compute(whole).Select(l => l.Take(dated))];
        return new(
            call.ToString(),
            call.Indicator.Fields.Zip(lines).ToDictionary(l => l.First, IReadOnlyList<double?> (l) => [.. l.Second.TakeLast(served)]));
    }
}
