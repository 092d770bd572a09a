using System.ComponentModel;
using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

[McpServerToolType]
internal sealed class PriceTools(
    Caller caller, AsOfOfRequest known, KnownSeries series, PastQuery past, ActionQuery actions, QuoteQuery quotes, BarEvidence evidence,
    TimeProvider time)
{
    private const string AsTraded = "as traded";

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
        var request = Tools.Series(from, to, interval, adjust, Tools.Limit(limit));
        var answer = await series.ReadAsync(read, request, day, cancellationToken);
        var (bars, more) = Tools.Newest(answer.Bars ?? [], limit, "get_bars");
        return new(await evidence.AboutAsync(read, answer, bars, more, day, cancellationToken), bars);
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
        var counted = day is { } then ? string.Create(CultureInfo.InvariantCulture, $"{then:yyyy-MM-dd}") : "today";
        return new(
            read.Value, $"per share, as shares are counted {(day is null ? "" : "on ")}{counted}", day, all.Count, [.. all.Skip(rest)],
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
                ? new(
                    read.Value, bar.Close, AsTraded, of.Currency, bar.Date, null, null, null, "closed", null, null, of.Source, day, null,
                    null)
                : new(
                    read.Value, null, AsTraded, null, null, null, null, null, "unknown", null, null, null, day, "NoData",
                    "No session up to that day is stored.");
        }
        if (await quotes.LastAsync(caller, read, cancellationToken) is not { } price)
            throw Tools.Unknown(read);
        return new(
            price.Symbol, price.Price, AsTraded, price.Currency, price.Day, price.At,
            price.At is { } at ? (long)(time.Now() - at).TotalSeconds : null, price.AskedAt,
            price.State?.ToString().ToLowerInvariant() ?? "unknown", price.PreviousClose, price.Change, price.Source, null, price.Reason,
            price.Message);
    }
}
