using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Feeds;

/// <summary>Result of making a feed.</summary>
public abstract record FeedResult
{
    /// <summary>The feed is stored.</summary>
    /// <param name="Item">As a page lists it.</param>
    /// <param name="Token">For the link, this once: the database has its hash only.</param>
    public sealed record Created(FeedItem Item, string Token) : FeedResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Field">What is wrong: name, symbols, expiresAt or count.</param>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Field, string Problem) : FeedResult;
}

/// <summary>A feed as its owner sees it afterwards.</summary>
/// <param name="Id">Names it in <see cref="FeedLinks.RevokeAsync"/>.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Symbols">What it holds; null for all stocks.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
/// <param name="LastUsedAt">UTC, within a minute; null if it was never used.</param>
public sealed record FeedItem(
    Guid Id, string Name, IReadOnlyList<string>? Symbols, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt)
{
    internal static FeedItem Of(Feed feed) =>
        new(feed.Id, feed.Name, feed.Symbols?.Split(','), feed.CreatedAt, feed.ExpiresAt, feed.LastUsedAt);
}

/// <summary>A feed that works, for one call: what every read below its link gets.</summary>
/// <param name="Id">Of the feed.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Owner">For whom it reads; never with more than the role Analyst.</param>
/// <param name="Symbols">What it holds, in its owner's order; null for all stocks.</param>
public sealed record OpenFeed(Guid Id, string Name, Caller Owner, IReadOnlyList<string>? Symbols)
{
    /// <summary>Who the limits count: the feed itself, so that readers of its link use up none of its owner's calls.</summary>
    public Caller Reader => Owner with { Id = $"feed {Id:N}" };

    /// <summary>Whether the feed may show a stock. That there is one is another question.</summary>
    /// <param name="symbol">Of the stock.</param>
    public bool Holds(Symbol symbol) => Symbols is null || Symbols.Contains(symbol.Value);
}
