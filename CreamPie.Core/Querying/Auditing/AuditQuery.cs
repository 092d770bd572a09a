using System.Globalization;
using System.Runtime.CompilerServices;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Auditing;

/// <summary>Reads the audit, for an admin; pages by key, so that a late page costs what the first does.</summary>
/// <param name="contexts">Of the database with the entries.</param>
/// <param name="audit">Gets an entry for each export.</param>
public sealed class AuditQuery(IDbContextFactory<CreamPieDbContext> contexts, AuditTrail audit)
{
    private const int ExportBatch = 2_000;

    /// <summary>
    /// Entries, the newest first. A search for a text reads 200,000 entries at most, and its page says how far back that was.
    /// </summary>
    /// <param name="caller">An admin.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
    public async Task<AuditPage> EntriesAsync(
        Caller caller, AuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!Cursor.TryRead(page.Cursor, out long before))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stretch = string.IsNullOrWhiteSpace(filter.Text) ? null : await AuditStretch.FindAsync(db, filter, before, cancellationToken);
        var rows = await ReadAsync(db, filter, before, page.Limit + 1, cancellationToken, stretch);
        var items = rows.Take(page.Limit).ToList();
        if (rows.Count > page.Limit)
            return new(items, Next: null, Cursor.Of(items[^1].Id));
        return stretch is { ReachedAt: { } reached }
            ? new(items, Next: null, Cursor.Of(stretch.From)) { SearchedTo = reached }
            : new(items, Next: null, Cursor: null);
    }

    /// <summary>All entries of a filter, the newest first, a batch at a time; the audit says who took them out.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async IAsyncEnumerable<AuditItem> ExportAsync(
        Caller caller, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await audit.WriteAsync(caller, AuditAction.Export, "audit", AuditOutcome.Succeeded, TextOf(filter), cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = 0L;
        do
        {
            var rows = await ReadAsync(db, filter, before, ExportBatch, cancellationToken);
            foreach (var row in rows)
                yield return row;
            before = rows.Count == ExportBatch ? rows[^1].Id : 0;
        }
        while (before > 0);
    }

    private static async Task<List<AuditItem>> ReadAsync(
        CreamPieDbContext db, AuditFilter filter, long before, int limit, CancellationToken cancellationToken, AuditStretch? stretch = null)
    {
        var entries = Filtered(db.AuditEntries.AsNoTracking(), filter);
        if (filter.User is { } name)
            entries = await OfUserAsync(db, entries, name, cancellationToken);
        if (before > 0)
            entries = entries.Where(e => e.Id < before);
        if (stretch is not null)
            entries = entries.Where(e => e.Id >= stretch.From && e.Id <= stretch.To);
        return (await entries.OrderByDescending(e => e.Id).Take(limit).ToListAsync(cancellationToken)).ConvertAll(AuditItem.Of);
    }

    /// <summary>By the key of an account there is, which has an index; by name for one that is deleted, or never was.</summary>
    private static async Task<IQueryable<AuditEntry>> OfUserAsync(
        CreamPieDbContext db, IQueryable<AuditEntry> entries, string name, CancellationToken cancellationToken)
    {
        var normalized = name.Trim().ToUpper(CultureInfo.InvariantCulture);
        var id = await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Id).FirstOrDefaultAsync(cancellationToken);
#pragma warning disable CA1304, CA1311, CA1862 // becomes the database's upper()
        return id is not null ? entries.Where(e => e.UserId == id) : entries.Where(e => e.UserName!.ToUpper() == normalized);
#pragma warning restore CA1304, CA1311, CA1862
    }

    private static IQueryable<AuditEntry> Filtered(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.Action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (filter.Outcome is { } outcome)
            entries = entries.Where(e => e.Outcome == outcome);
        entries = OfDays(entries, filter);
        if (string.IsNullOrWhiteSpace(filter.Text))
            return entries;
        var upper = filter.Text.Trim().ToUpper(CultureInfo.InvariantCulture);
#pragma warning disable CA1304, CA1311, CA1862 // becomes the database's upper()
        return entries.Where(e => e.Target!.ToUpper().Contains(upper) || e.Detail!.ToUpper().Contains(upper)
            || e.UserName!.ToUpper().Contains(upper) || e.Address!.ToUpper().Contains(upper));
#pragma warning restore CA1304, CA1311, CA1862
    }

    internal static IQueryable<AuditEntry> OfDays(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.From is { } first && first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is var from)
            entries = entries.Where(e => e.At >= from);
        if (filter.To is { } last && last < DateOnly.MaxValue && last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is var to)
            entries = entries.Where(e => e.At < to);
        return entries;
    }

    private static string? TextOf(AuditFilter filter)
    {
        string?[] parts =
        [
            filter.User is null ? null : $"user {filter.User}", filter.Action?.ToString(), filter.Outcome?.ToString(),
            filter.From is null ? null : string.Create(CultureInfo.InvariantCulture, $"from {filter.From:yyyy-MM-dd}"),
            filter.To is null ? null : string.Create(CultureInfo.InvariantCulture, $"to {filter.To:yyyy-MM-dd}"),
            filter.Text is null ? null : $"text {filter.Text}",
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } given ? string.Join(", ", given) : null;
    }
}
