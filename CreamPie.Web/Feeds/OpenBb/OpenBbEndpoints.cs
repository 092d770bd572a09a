using System.Globalization;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.OpenBb;

/// <summary>A row of the stocks widget.</summary>
internal sealed record OpenBbStock(
    string Symbol, string? Name, double? Price, double? Change, double? ChangePercent, string? Currency, DateOnly? Day, string Final,
    string? Source);

/// <summary>A row of the quality widget.</summary>
internal sealed record OpenBbQuality(
    string Symbol, string Status, int Bars, DateOnly? FirstBar, DateOnly? LastBar, DateTime? LastPull, string? LastReason);

/// <summary>A fact of the provenance widget.</summary>
internal sealed record OpenBbFact(string Fact, string? Value);

/// <summary>OpenBB Workspace: a custom backend is a list of widgets, the addresses behind them, and a layout of them.</summary>
internal static class OpenBbEndpoints
{
    public static void MapOpenBb(this RouteGroupBuilder feed)
    {
        feed.MapRead("/widgets.json", WidgetsAsync);
        feed.MapRead("/apps.json", () => TypedResults.Json(OpenBbWidgets.Apps));
        feed.MapRead("/openbb/symbols", SymbolsAsync);
        feed.MapRead("/openbb/stocks", StocksAsync);
        feed.MapRead("/openbb/quality", QualityAsync);
        feed.MapRead("/openbb/provenance", ProvenanceAsync);
    }

    private static async Task<IResult> WidgetsAsync(
        OpenFeed feed, PriceQuery prices, FindQuery find, CancellationToken cancellationToken)
    {
        string? first = null;
        if (feed.Symbols is not { } chosen)
            first = await find.FindAsync(feed.Owner, null, [], cancellationToken) is [var stock, ..] ? stock.Symbol : null;
        else if (await prices.PricesAsync(feed.Owner, chosen, cancellationToken) is [var price, ..])
            first = price.Symbol;
        return TypedResults.Json(OpenBbWidgets.Widgets(first ?? ""));
    }

    private static async Task<IResult> SymbolsAsync(OpenFeed feed, PriceQuery query, CancellationToken cancellationToken)
    {
        var (prices, problem) = await FeedPrices.ReadAsync(null, feed, query, cancellationToken);
        return problem ?? TypedResults.Ok(prices!.Select(p => new
        {
            label = p.Name is null ? p.Symbol : $"{p.Symbol} {p.Name}",
            value = p.Symbol,
        }));
    }

    private static async Task<IResult> StocksAsync(OpenFeed feed, PriceQuery query, CancellationToken cancellationToken)
    {
        var (prices, problem) = await FeedPrices.ReadAsync(null, feed, query, cancellationToken);
        return problem ?? TypedResults.Ok(prices!.Select(p => new OpenBbStock(
            p.Symbol, p.Name, p.Price, p.Change, p.RelativeChange is { } change ? Math.Round(change * 100, 4) : null, p.Currency, p.Day,
            p.Final ? "final" : "provisional", p.Source?.ToString())));
    }

    private static async Task<IResult> QualityAsync(
        [FromQuery] string? symbol, OpenFeed feed, StockQuery stocks, CancellationToken cancellationToken) =>
        feed.SymbolOf(symbol) is { } known && await stocks.FactsAsync(feed.Owner, known, cancellationToken) is { } s
            ? TypedResults.Ok(new[]
            {
                new OpenBbQuality(
                    s.Symbol, s.Status.ToString(), s.Bars, s.FirstBar, s.LastBar, s.LastPull, s.LastReason?.ToString()),
            })
            : FeedEndpoints.NotInFeed(symbol);

    private static async Task<IResult> ProvenanceAsync(
        [FromQuery] string? symbol, [FromQuery] string? date, OpenFeed feed, StockQuery stocks, ProvenanceQuery query,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var day = text.Day("date", date);
        if (text.Problem is not null)
            return text.Problem;
        if (feed.SymbolOf(symbol) is not { } known || await stocks.FactsAsync(feed.Owner, known, cancellationToken) is not { } facts)
            return FeedEndpoints.NotInFeed(symbol);
        if ((day ?? facts.LastBar) is not { } shown
            || await query.ProvenanceAsync(feed.Reader, known, shown, cancellationToken) is not { } origin)
            return Problems.NotFound("unknownBar", $"{known} has no bar of that day.");
        return TypedResults.Ok(FactsOf(origin));
    }

    private static OpenBbFact[] FactsOf(Provenance origin) =>
    [
        new("Symbol", origin.Symbol),
        new("Day", Text($"{origin.Date:yyyy-MM-dd}")),
        new("Close in the document", Text($"{origin.Bar.Close}")),
        new("Basis", Text($"splits until {origin.BasisDate:yyyy-MM-dd}")),
        new("Source", origin.Document.Source.ToString()),
        new("Address", origin.Document.Url ?? origin.Document.FileName),
        new("SHA-256", origin.Document.Sha256),
        new("Captured", Text($"{origin.Document.CapturedAt:u}")),
        new("Archived", Text($"{origin.Document.KnownAt:u}")),
        new("Row", origin.Position is { } at ? Text($"{at.Text} {at.Row}") : null),
        .. origin.Findings.Select(f => new OpenBbFact($"Finding {f.Kind}", f.Seen)),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
