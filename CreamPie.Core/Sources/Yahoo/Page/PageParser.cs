using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Yahoo.Chart;
using CreamPie.Core.Sources.Yahoo.Page.Tables;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>
/// A history page of any layout since 2017: the embedded payload at full precision if there is one, else the table;
/// where both have a day they are checked against each other.
/// </summary>
internal static class PageParser
{
    private const string TableName = "table";

    public static ParseResult Parse(ReadOnlyMemory<char> text, ParseInput input, CancellationToken cancellationToken)
    {
        var page = PageScan.Read(text, cancellationToken);
        if (page is null)
            return new ParseResult.Refused(Reason.ParseBudget, $"The page has more than {HtmlTokens.MaxTags} tags: no history page has.");

        var result = Parse(page, text.Span, input);
        return result is ParseResult.Refused { Reason: Reason.Layout } unknown
            ? unknown with { Layout = page.Table is { Layout.Length: > 0 } table ? table.Layout : LayoutShape.Nothing }
            : result;
    }

    private static ParseResult Parse(PageScan page, ReadOnlySpan<char> text, ParseInput input)
    {
        var (payload, refused) = ReadPayload(page);
        var hasTrace = payload is not null || page.Table is not null || page.Charts.Count > 0 || page.PriceStore is not null;
        var events = page.Table is null ? page.Events : null;
        if (events is not null && payload is null or { Rows.Count: 0 })
        {
            var actions = payload is { Actions: { Count: > 0 } exact } ? exact : events.Actions;
            return NoHistoryPage.EventsOnly(events.Name, actions, events.Unread);
        }
        if (!hasTrace)
            return NoHistoryPage.Refuse(page, text.ToString());
        if (refused is { Reason: Reason.Basis or Reason.Days })
            return refused;
        if (input.FromNetwork && !page.IsWhole)
            return new ParseResult.Refused(Reason.Truncated, "The page is truncated (no </html>); the next pull may return all of it.");

        var table = page.Table is { Closed: true, Problem: null } ? page.Table : null;
        if ((payload ?? (table is null ? null : FromTable(page, table, text, refused))) is not { } document)
        {
            return refused is not null ? refused
                : page.Table is { Problem: { } problem } && (page.IsWhole || page.Table.Closed)
                    ? new ParseResult.Refused(Reason.Layout, problem)
                    : Cut(page);
        }
        return Check(Complete(document, payload, page, text), page, input);
    }

    private static ParseResult.Refused Cut(PageScan page) => page.IsWhole
        ? new(Reason.Layout, "The page is complete, but neither its payload nor its table can be parsed: unknown layout.")
        : new(
            Reason.Truncated,
            "The page is truncated within the history; the complete page, or at least the complete table or payload, is required.");

    private static (ParsedDocument? Payload, ParseResult.Refused? Refused) ReadPayload(PageScan page)
    {
        ParseResult.Refused? refused = null;
        var own = PageSymbol.FromCanonical(page.Words.Canonical);
        foreach (var chart in page.Charts.Where(c => own is null || own.Value.Is(c.Symbol)))
        {
            switch (chart.Read(json => ChartPayload.Read(json, chart.ActionsRequested)))
            {
                case ParseResult.Parsed parsed:
                    return (parsed.Document, null);
                case ParseResult.Refused because:
                    refused ??= because;
                    break;
            }
        }
        return page.PriceStore?.Read() switch
        {
            ParseResult.Parsed store => (store.Document, null),
            ParseResult.Refused because => (null, because),
            _ => (null, refused),
        };
    }

    private static ParsedDocument FromTable(
        PageScan page, HistoryTable table, ReadOnlySpan<char> text, ParseResult.Refused? refused) => new(
        TableName,
        PriceBasis.SplitAdjusted,
        Precise: false,
        ListsActions: true,
        CapturedAt: null,
        new Listing(PageSymbol.Of(page.Words)?.Value, PageSymbol.NameOf(page.Words), Currency: PageSymbol.CurrencyOf(text)),
        table.Rows,
        table.Actions,
        page.Charts.Count == 0 && page.PriceStore is null
            ? table.Errors
            : [.. table.Errors, PageChecks.Unread(refused?.Error ?? "it is truncated or malformed")],
        [],
        table.Layout);

    private static ParsedDocument Complete(ParsedDocument document, ParsedDocument? payload, PageScan page, ReadOnlySpan<char> text)
    {
        document = document with { Listing = document.Listing with { Name = document.Listing.Name ?? PageSymbol.NameOf(page.Words) } };
        if (document.Rows.Count > 0)
        {
            var isOpen = MarketNotice.IsOpen(text, document.Rows.Max(r => r.Bar.Date));
            document = document with { Session = document.Session with { IsOpen = isOpen } };
        }
        if (payload is null || page.Table is not { } table)
            return document;
        return document with
        {
            Errors = [.. document.Errors, .. PageChecks.Of(payload, table)],
            Disagreements = TableCheck.Compare(payload, table),
            Layout = LayoutShape.Join(document.Layout, table.Layout),
        };
    }

    private static ParsedDocument Named(ParsedDocument document, Symbol own) =>
        document with { Listing = document.Listing with { Symbol = own.Value } };

    private static ParseResult Check(ParsedDocument document, PageScan page, ParseInput input)
    {
        if (document.Rows.Count > 0 && !DailySpacing.IsDaily(document.Rows))
            return new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
        var named = PageSymbol.FromCanonical(page.Words.Canonical) ?? (input.FromNetwork ? PageSymbol.Of(page.Words) : null);
        if ((input.Symbol ?? named ?? SymbolCheck.Own(document)) is not { } wanted)
            return SymbolCheck.NoSymbol;
        if (named is null && input.FromNetwork)
            return new ParseResult.Refused(Reason.SymbolMismatch, $"The page does not name its symbol; {wanted} was requested.");
        if (named is { } own && own != wanted)
            return SymbolCheck.Mismatch(own.Value, wanted);
        if (document.Listing.Symbol is { } stated && !wanted.Is(stated))
            return SymbolCheck.Mismatch(stated, wanted);
        if (document.Text == TableName && Dated(ref document, wanted) is { } unclear)
            return unclear;
        return document.Rows.Count > 0
            ? new ParseResult.Parsed(input.Symbol is null ? Named(document, wanted) : document)
            : new ParseResult.Refused(Reason.EmptyUnexpected, "The history on this page has no row with a close.")
            {
                IsEmpty = document.Errors.Count == 0,
            };
    }

    /// <summary>A table has nothing but dates.</summary>
    private static ParseResult.Refused? Dated(ref ParsedDocument document, Symbol symbol)
    {
        var days = SessionDays.OfDates(document.Rows, ExchangeZone.Of(document.Listing, symbol));
        if (days.Doubt is { } doubt)
            document = document with { Errors = [.. document.Errors, doubt] };
        return days.Refused;
    }
}
