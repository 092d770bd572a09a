using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>Result of making a key.</summary>
public abstract record KeyResult
{
    /// <summary>The key is stored.</summary>
    /// <param name="Item">As a page lists it.</param>
    /// <param name="Key">The key, this once: the database has its hash only.</param>
    public sealed record Created(KeyItem Item, string Key) : KeyResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Field">What is wrong: name, scopes, expiresAt or count.</param>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Field, string Problem) : KeyResult;
}

/// <summary>A key as its owner sees it afterwards.</summary>
/// <param name="Id">Names it in <see cref="ApiKeys.RevokeAsync"/>.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Start">How it begins.</param>
/// <param name="Scopes">read, track, admin; in this order.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
/// <param name="LastUsedAt">UTC, within a minute; null if it was never used.</param>
/// <param name="LastAddress">IP address of the last use; null if unknown.</param>
public sealed record KeyItem(
    Guid Id, string Name, string Start, IReadOnlyList<string> Scopes, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt,
    string? LastAddress)
{
    internal static KeyItem Of(ApiKey key) => new(
        key.Id, key.Name, KeyText.Start(key.Id), KeyWords.Of(key.Scopes), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.LastAddress);
}

/// <summary>A key that works, for one call.</summary>
/// <param name="Id">Of the key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Owner">For whom it acts, with the roles of now.</param>
public sealed record OpenKey(Guid Id, KeyScopes Scopes, Caller Owner)
{
    /// <summary>The owner as a reader: what an admin's key reads is what an analyst reads.</summary>
    public Caller Reader => KeyOwner.AsReader(Owner);
}

/// <summary>The words of scopes, in the API and on pages.</summary>
public static class KeyWords
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<(string Word, KeyScopes Scope)> All =
        [("read", KeyScopes.Read), ("track", KeyScopes.Track), ("admin", KeyScopes.Admin)];

    /// <summary>The words of some scopes.</summary>
    /// <param name="scopes">Any.</param>
    public static IReadOnlyList<string> Of(KeyScopes scopes) => [.. All.Where(s => scopes.HasFlag(s.Scope)).Select(s => s.Word)];

    /// <summary>The scopes of some words; null if one is no scope, or there is none.</summary>
    /// <param name="words">As they came.</param>
    public static KeyScopes? Read(IReadOnlyCollection<string?>? words)
    {
        if (words is null || words.Count == 0 || words.Any(w => All.All(s => s.Word != w)))
            return null;
        return All.Where(s => words.Contains(s.Word)).Aggregate(KeyScopes.None, (scopes, s) => scopes | s.Scope);
    }
}
