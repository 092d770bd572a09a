using System.Globalization;
using System.Net;
using System.Text;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Audit;

/// <summary>Writes who did what, on what, from where and when. What is written stays.</summary>
/// <param name="contexts">Of the database with the entries.</param>
/// <param name="options">How long entries are kept.</param>
/// <param name="time">Dates the entries.</param>
public sealed class AuditTrail(IDbContextFactory<CreamPieDbContext> contexts, IOptions<AuditOptions> options, TimeProvider time)
{
    /// <summary>Adds an entry to a unit of work: it is stored with what it is about, or not at all.</summary>
    /// <param name="db">The caller saves it.</param>
    /// <param name="caller">Who acts; <see cref="Caller.Nobody"/> for a visitor who is not signed in.</param>
    /// <param name="action">What is done.</param>
    /// <param name="target">To what; null if there is nothing to name. Line breaks and other control characters are escaped.</param>
    /// <param name="outcome">Whether it is done.</param>
    /// <param name="detail">More in words, without a secret; null for none.</param>
    public void Add(
        CreamPieDbContext db, Caller caller, AuditAction action, string? target, AuditOutcome outcome = AuditOutcome.Succeeded,
        string? detail = null)
    {
        var now = time.Now();
        db.AuditEntries.Add(new AuditEntry
        {
            At = now,
            UserId = caller.Id.Length == 0 ? null : Shortened(caller.Id, 64),
            UserName = caller.Name.Length == 0 ? null : Shortened(caller.Name, 256),
            Action = action,
            Outcome = outcome,
            Target = Shortened(target, AuditEntry.LongestTarget),
            Detail = Shortened(caller.ApiKey is { } key ? $"{detail} API key: {key}.".TrimStart() : detail, AuditEntry.LongestDetail),
            Address = caller.Address is { } address ? Text(address) : null,
            KeepUntil = now.AddDays(options.Value.KeepDays),
        });
    }

    /// <summary>Writes an entry by itself, for what changes nothing in the database.</summary>
    /// <param name="caller">As in <see cref="Add"/>.</param>
    /// <param name="action">As in <see cref="Add"/>.</param>
    /// <param name="target">As in <see cref="Add"/>.</param>
    /// <param name="outcome">As in <see cref="Add"/>.</param>
    /// <param name="detail">As in <see cref="Add"/>.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public async Task WriteAsync(
        Caller caller, AuditAction action, string? target, AuditOutcome outcome, string? detail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Add(db, caller, action, target, outcome, detail);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Deletes the entries whose time to be kept is over.</summary>
    /// <param name="cancellationToken">Ends the deletion.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditEntries.Where(e => e.KeepUntil < now).ExecuteDeleteAsync(cancellationToken);
    }

    private static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string? Shortened(string? text, int longest) => text is null ? null : ColumnText.Shortened(Escaped(text), longest, "…");

    /// <summary>One entry is one line wherever it is written, and no terminal obeys it.</summary>
    private static string Escaped(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }
        return safe.ToString();
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
