using System.ComponentModel;
using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Operating;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Web.Accounts.Keys;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

[McpServerToolType]
internal sealed class StockTools(
    Caller caller, AsOfOfRequest known, FindQuery find, StockQuery stocks, FindingQuery findings, PastQuery past, Tracker tracker,
    WorkerQuery workers, IHttpContextAccessor http, TimeProvider time)
{
    private const int MostFindings = 20;

    [McpServerTool(Name = "find_symbols", Title = "Find stocks", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Stocks of this installation by the start of their symbol or of words of their name; the first ones without a query.")]
    public async Task<FoundStocks> FindAsync(
        [Description("Like AAPL, or apple.")] string? query = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SymbolItem> found = await find.FindAsync(caller, Tools.Text(nameof(query), query), [], cancellationToken);
        var isFull = found.Count == FindQuery.Limit;
        // What became of a stock later, and a listing that was still to come, is knowledge of later.
        if (known.Of(null) is { } day)
            found = [.. found.Where(s => s.FirstBar <= day).Select(s => s with { Status = StockStatus.Current })];
        return new(
            found,
            isFull ? "There may be more: write more of the symbol or of the name."
            : found.Count > 0 ? null : "Nothing matches. track_symbol asks this installation to fetch a symbol.");
    }

    [McpServerTool(Name = "get_stock", Title = "What is known of a stock", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Facts about one stock and how sure they are: status, age of the newest bar, last pull, open findings (doubts).")]
    public async Task<StockAnswer> StockAsync(
        [Description("Like AAPL.")] string symbol, [Description(Tools.AsOfHelp)] string? asOf = null,
        CancellationToken cancellationToken = default)
    {
        var (read, day) = (Tools.Symbol(symbol), known.Of(asOf));
        if (await stocks.FactsAsync(caller, read, cancellationToken) is not { } facts)
            throw Tools.Unknown(read);
        if (day is { } last)
            return await PastAsync(read, facts, last, cancellationToken);
        var range = new DateRange(DateOnly.MinValue, DateOnly.MaxValue);
        var open = (await findings.OpenAsync(caller, read, range, MostFindings, cancellationToken))!;
        return new(
            facts.Symbol, facts.Name, facts.Exchange, facts.Currency, facts.Timezone, facts.Source, facts.Bars, facts.FirstBar,
            facts.Version, FreshnessOf(facts), AsOf: null, open.Total, open.Items);
    }

    [McpServerTool(Name = "track_symbol", Title = "Track a symbol", Idempotent = true, Destructive = false, UseStructuredContent = true)]
    [Description("Asks this installation to fetch the whole history of a symbol and to keep it current. Data comes later: get_stock.")]
    public async Task<TrackedAnswer> TrackAsync(
        [Description("As the source writes it, like BRK-B or ^GSPC.")] string symbol, CancellationToken cancellationToken = default)
    {
        known.RequirePresent("What is tracked");
        if (http.HttpContext?.User is { } user && user.IsKey() && !KeyTicket.ScopesOf(user).HasFlag(KeyScopes.Track))
            throw new McpException("This needs an API key with the scope track.");
        var stock = await tracker.TrackAsync(caller, Tools.Symbol(symbol), cancellationToken);
        if (stock.FormerSymbol is { } ticker)
            throw new McpException($"{stock.Symbol} is an earlier listing of {ticker} and is no longer pulled.");
        var when = await workers.AreMissingAsync(caller, cancellationToken)
            ? "No worker of this installation is running at the moment: the first bars come when one starts."
            : "The first bars usually take some seconds; get_stock says how it goes.";
        return new(stock.Symbol, $"{stock.Symbol} is being tracked. {when}");
    }

    /// <summary>No more than the prices of that day tell: neither what became of the stock nor what was found since.</summary>
    private async Task<StockAnswer> PastAsync(Symbol symbol, StockFacts facts, DateOnly asOf, CancellationToken cancellationToken)
    {
        if (await past.BarsAsync(caller, symbol, new SeriesRequest(), asOf, cancellationToken) is not { Bars: { Count: > 0 } bars })
            throw new McpException(string.Create(CultureInfo.InvariantCulture, $"Nothing is known of {symbol} up to {asOf:yyyy-MM-dd}."));
        var last = bars[^1].Date;
        var age = asOf.DayNumber - last.DayNumber;
        var sentence = string.Create(
            CultureInfo.InvariantCulture, $"The newest bar is of {last:yyyy-MM-dd}, {age} days before {asOf:yyyy-MM-dd}.");
        return new(
            facts.Symbol, facts.Name, facts.Exchange, facts.Currency, facts.Timezone, facts.Source, bars.Count, facts.FirstBar,
            Version: null, new(Status: null, last, age, LastPull: null, LastOutcome: null, LastReason: null, NextDue: null, sentence), asOf,
            OpenFindings: 0, []);
    }

    private Freshness FreshnessOf(StockFacts facts)
    {
        var last = facts.LastBar;
        var today = TradingCalendar.For(facts.Exchange, facts.Timezone).DayOf(time.Now());
        var age = last is { } day ? today.DayNumber - day.DayNumber : (int?)null;
        var bar = last is null ? "There are no bars yet"
            : string.Create(CultureInfo.InvariantCulture, $"The newest bar is of {last:yyyy-MM-dd}, {age} days before {today:yyyy-MM-dd}");
        var now = facts.Status switch
        {
            StockStatus.Current => "; the data is current",
            StockStatus.Imported => "; it came from a file and is not kept current",
            _ => $"; status {facts.Status}" + (facts.LastReason is { } reason ? $" ({reason})" : ""),
        };
        return new(
            facts.Status, last, age, facts.LastPull, facts.LastOutcome, facts.LastReason, facts.NextDue, bar + now + ".");
    }
}
