using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Feeds;

/// <summary>
/// Links that read market data for a person, without a sign-in. Each call asks the database: a link that is revoked or has expired, or
/// whose owner has lost access, works on no node from the next call on.
/// </summary>
/// <param name="contexts">Of the database with the feeds.</param>
/// <param name="proofs">A new feed needs a recent proof: it outlives the session.</param>
/// <param name="audit">Gets an entry for each feed that is made or revoked.</param>
/// <param name="owners">Whose feeds work.</param>
/// <param name="uses">Gets when a feed was used.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class FeedLinks(
    IDbContextFactory<CreamPieDbContext> contexts, Proofs proofs, AuditTrail audit, KeyOwner owners, UseNotes uses, TimeProvider time)
{
    /// <summary>Feeds of one person.</summary>
    public const int Most = 50;

    /// <summary>Symbols that can be chosen for one feed.</summary>
    public const int MostSymbols = 500;

    /// <summary>Makes a feed.</summary>
    /// <param name="caller">Its owner.</param>
    /// <param name="name">As typed.</param>
    /// <param name="symbols">What it holds, as typed; null for all stocks.</param>
    /// <param name="expiresAt">UTC; null for never.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">The caller has no role, or no recent proof.</exception>
    public async Task<FeedResult> CreateAsync(
        Caller caller, string name, IReadOnlyCollection<string?>? symbols, DateTime? expiresAt, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var now = time.Now();
        name = name.Trim();
        if (ItemName.Problem(name) is { } problem)
            return new FeedResult.Invalid("name", problem);
        var (chosen, wrong) = Read(symbols);
        if (wrong is not null)
            return new FeedResult.Invalid("symbols", wrong);
        if (expiresAt <= now)
            return new FeedResult.Invalid("expiresAt", "The feed must expire in the future.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OwnerLock.TakeAsync(db, caller.Id, cancellationToken);
        // As with keys.
        await proofs.RequireAsync(db, caller, cancellationToken);
        if (await db.Feeds.CountAsync(f => f.UserId == caller.Id, cancellationToken) >= Most)
            return new FeedResult.Invalid("count", $"You have {Most} feeds, which is the most. Revoke one to make another.");
        var id = Guid.NewGuid();
        var (token, hash) = RowToken.Of(id);
        var feed = new Feed
        {
            Id = id,
            UserId = caller.Id,
            Name = name,
            TokenHash = hash,
            Symbols = chosen,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.Feeds.Add(feed);
        audit.Add(db, caller, AuditAction.KeyChange, name, detail: $"Feed made: {chosen ?? "all stocks"}.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FeedResult.Created(FeedItem.Of(feed), token);
    }

    /// <summary>The caller's feeds, the newest first; expired ones among them.</summary>
    /// <param name="caller">Whose feeds are listed.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<FeedItem>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var feeds = await db.Feeds.AsNoTracking().Where(f => f.UserId == caller.Id).OrderByDescending(f => f.CreatedAt)
            .ToListAsync(cancellationToken);
        return feeds.ConvertAll(FeedItem.Of);
    }

    /// <summary>Revokes a feed: its link no longer works.</summary>
    /// <param name="caller">Whose feed it must be.</param>
    /// <param name="id">Of the feed.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <returns>Its name; null if the caller has no such feed.</returns>
    public async Task<string?> RevokeAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var own = db.Feeds.Where(f => f.Id == id && f.UserId == caller.Id);
        if (await own.Select(f => f.Name).SingleOrDefaultAsync(cancellationToken) is not { } name
            || await own.ExecuteDeleteAsync(cancellationToken) == 0)
            return null;
        audit.Add(db, caller, AuditAction.KeyChange, name, detail: "Feed revoked.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return name;
    }

    /// <summary>The feed of a link; null if the link is unknown, expired or revoked, or its owner has lost access.</summary>
    /// <param name="token">From the link; need not be well-formed.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<OpenFeed?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (RowToken.Read(token) is not var (id, hash))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.Now();
        var feed = await db.Feeds.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (feed is null || !RowToken.Same(feed.TokenHash, hash) || feed.ExpiresAt <= now
            || await owners.FindAsync(db, feed.UserId, cancellationToken) is not { Roles.Count: > 0 } owner)
            return null;
        NoteUse(feed, now);
        return new OpenFeed(id, feed.Name, KeyOwner.AsReader(owner), feed.Symbols?.Split(','));
    }

    private static (string? Chosen, string? Problem) Read(IReadOnlyCollection<string?>? symbols)
    {
        if (symbols is null)
            return (null, null);
        if (symbols.Count is 0 or > MostSymbols)
            return (null, $"Choose 1 to {MostSymbols} symbols, or all stocks.");
        var read = new List<string>();
        foreach (var text in symbols)
        {
            if (!Symbol.TryParse(text, out var symbol))
                return (null, Symbol.Rules);
            read.Add(symbol.Value);
        }
        return (string.Join(',', read.Distinct()), null);
    }

    private void NoteUse(Feed feed, DateTime now)
    {
        DateTime? due = now - ApiKeys.UseInterval;
        if (feed.LastUsedAt > due && feed.LastUsedAt <= now)
            return;
        // Of the calls of one moment, one writes.
        uses.Add(feed.Id, (db, cancellationToken) => db.Feeds
            .Where(f => f.Id == feed.Id && f.LastUsedAt == feed.LastUsedAt)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.LastUsedAt, (DateTime?)now), cancellationToken));
    }
}
