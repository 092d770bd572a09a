using System.ComponentModel;
using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

[McpServerToolType]
internal sealed class PriceTools(
    Caller caller, AsOfOfRequest known, SeriesQuery series, PastQuery past, ActionQuery actions, QuoteQuery quotes,
    BarEvidence evidence)
{
    [McpServerTool(Name = "get_bars", Title = "Prices", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Bars of one stock, oldest first, with a summary, their basis, and the document behind the newest one.")]
    public async Task<BarsAnswer> BarsAsync(
        [Description("Like AAPL.")] string symbol,
        [Description("First day, like 2024-06-10. Default: the oldest.")] string? from = null,
        [Description("Last day. Default: the newest.")] string? to = null,
        [Description(Tools.IntervalHelp)] string? interval = null,
        [Description(Tools.AdjustHelp)] string? adjust = null,
        [Description("Most bars, 1 to 500; of more, the newest ones are given.")] int limit = 250,
        [Description(Tools.AsOfHelp)] string? asOf = null,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), known.Of(asOf));
        var answer = await ReadAsync(read, Tools.Series(from, to, interval, adjust, Tools.Limit(limit)), day, cancellationToken);
        var (bars, more) = Newest(answer.Bars ?? [], limit, b => b.Date, "get_bars");
        var (newest, doubts, doubt) = await evidence.OfAsync(read, bars, answer, day, cancellationToken);
        return new(
            answer.Symbol, answer.Source, answer.Currency, answer.Interval, answer.Adjust, BasisOf(answer, day), day, answer.Version,
            BarSummary.Of(bars), bars, more, answer.Reason, answer.Message, newest, doubts, doubt);
    }

    [McpServerTool(Name = "get_actions", Title = "Splits and dividends", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Splits, dividends and capital gains of one stock, oldest first; amounts per share as counted on the last day.")]
    public async Task<ActionsAnswer> ActionsAsync(
        [Description("Like AAPL.")] string symbol, [Description(Tools.AsOfHelp)] string? asOf = null,
        [Description("Most actions, 1 to 500; of more, the newest ones are given.")] int limit = 100,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), known.Of(asOf));
        var all = day is { } last
            ? await past.ActionsAsync(caller, read, last, cancellationToken)
            : (await actions.ActionsAsync(caller, read, cancellationToken))?.Items;
        if (all is null)
            throw Tools.Unknown(read);
        var rest = all.Count - Tools.Limit(limit);
        return new(
            read.Value, day, [.. all.Skip(rest)],
            rest <= 0 ? null : string.Create(
                CultureInfo.InvariantCulture, $"{rest} earlier actions: call get_actions with a larger limit."));
    }

    [McpServerTool(Name = "get_last_price", Title = "Last price", ReadOnly = true, OpenWorld = true, UseStructuredContent = true)]
    [Description("The last price with its time, age and source. With asOf: the close of the last session up to that day.")]
    public async Task<PriceAnswer> LastPriceAsync(
        [Description("Like AAPL.")] string symbol, [Description(Tools.AsOfHelp)] string? asOf = null,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), known.Of(asOf));
        if (day is { } last)
        {
            return await past.LastAsync(caller, read, last, cancellationToken) is var (of, bar)
                ? new(read.Value, bar.Close, of.Currency, bar.Date, null, null, "closed", null, of.Source, day, null)
                : new(read.Value, null, null, null, null, null, "unknown", null, null, day, "No session up to that day is stored.");
        }
        if (await quotes.LastAsync(caller, read, cancellationToken) is not { } price)
            throw Tools.Unknown(read);
        return new(
            price.Symbol, price.Price, price.Currency, price.Day, price.At, price.DelaySeconds,
            price.State?.ToString().ToLowerInvariant() ?? "unknown", price.PreviousClose, price.Source, null, price.Message);
    }

    [McpServerTool(Name = "get_indicators", Title = "Indicators", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Technical indicators of one stock, computed over its whole history up to the last day and then cut to the dates.")]
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
        var whole = await ReadAsync(
            read, request with { Interval = request.Interval ?? Interval.Daily, From = null }, day, cancellationToken);
        var bars = whole.Bars ?? [];
        var (served, more) = Newest([.. bars.Where(b => !(b.Date < request.From))], limit, b => b.Date, "get_indicators");
        return new(
            whole.Symbol, whole.Interval, whole.Adjust, day, whole.Version, [.. served.Select(b => b.Date)],
            [.. calls.Select(call => Values(call, bars, served))], more, whole.Reason, whole.Message);
    }

    private static NamedValues Values(IndicatorCall call, IReadOnlyList<DailyBar> bars, IReadOnlyList<DailyBar> served)
    {
        var first = bars.Count - served.Count;
        var lines = call.Indicator.StartsAtFirstServed
            ? call.Compute(served)
            : [.. call.Compute(bars).Select(l => l.Skip(first).ToArray())];
        return new(call.ToString(), call.Indicator.Fields.Zip(lines).ToDictionary(l => l.First, l => l.Second));
    }

    private async Task<BarSeries> ReadAsync(Symbol symbol, SeriesRequest request, DateOnly? asOf, CancellationToken cancellationToken) =>
        (asOf is { } day
            ? await past.BarsAsync(caller, symbol, request, day, cancellationToken)
            : await series.BarsAsync(caller, symbol, request, cancellationToken))
        ?? throw Tools.Unknown(symbol);

    private static (IReadOnlyList<T> Rows, string? More) Newest<T>(IReadOnlyList<T> all, int limit, Func<T, DateOnly> day, string tool)
    {
        var rest = all.Count - limit;
        // The day before the first one that is given: the last day of a longer bar that is not, which another day would cut.
        return rest <= 0 ? (all, null) : ([.. all.Skip(rest)], string.Create(
            CultureInfo.InvariantCulture,
            $"{rest} earlier rows: call {tool} with to={day(all[rest]).AddDays(-1):yyyy-MM-dd}, or a longer interval."));
    }

    private static string BasisOf(BarSeries answer, DateOnly? asOf) => answer.Adjust switch
    {
        PriceAdjustment.None => "as traded",
        PriceAdjustment.All => "adjusted for splits and dividends (total return)",
        _ => "adjusted for splits, not for dividends",
    } + (asOf is { } day ? string.Create(CultureInfo.InvariantCulture, $", as of {day:yyyy-MM-dd}") : "");
}
