using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The listings that have had one ticker.</summary>
/// <param name="Symbol">Of the listing that was asked for.</param>
/// <param name="Ticker">That all of them have had.</param>
/// <param name="Earlier">Those before it, oldest first.</param>
/// <param name="Later">Those after it, oldest first.</param>
/// <param name="Findings">Open findings about whose bars they are.</param>
public sealed record ListingHistory(
    string Symbol, string Ticker, IReadOnlyList<ListingItem> Earlier, IReadOnlyList<ListingItem> Later,
    IReadOnlyList<ListingFinding> Findings);

/// <summary>Another listing of the same ticker.</summary>
/// <param name="Symbol">By which its data is read.</param>
/// <param name="Name">Of the company, fund or index; null if unknown.</param>
/// <param name="FirstBar">First stored session; null without bars.</param>
/// <param name="LastBar">Newest stored session; null without bars.</param>
public sealed record ListingItem(string Symbol, string? Name, DateOnly? FirstBar, DateOnly? LastBar)
{
    internal static ListingItem Of(Stock s) => new(s.Symbol, s.Name, s.FirstSession, s.LastSession);
}

/// <summary>An open finding about whose bars are under a ticker.</summary>
/// <param name="Id">By which it is confirmed or joined.</param>
/// <param name="Kind">NewListing, ListingDoubt or ProposedRename.</param>
/// <param name="Date">First day of the later listing, or last one of the renamed stock.</param>
/// <param name="Seen">What was found.</param>
/// <param name="Done">How it was handled.</param>
/// <param name="FoundAt">UTC.</param>
public sealed record ListingFinding(int Id, FindingKind Kind, DateOnly? Date, string Seen, string Done, DateTime FoundAt);
