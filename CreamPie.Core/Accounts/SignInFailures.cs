using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>
/// Locks an e-mail address after five wrong passwords: for a minute, then two, four, ... up to 15 minutes. An attempt is counted
/// in the database before its password is checked, so that parallel guesses and other nodes count too.
/// </summary>
/// <param name="contexts">Of the database with the counts.</param>
/// <param name="time">Decides how long a refusal lasts.</param>
public sealed class SignInFailures(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    private const int Free = 5;
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt as failed until <see cref="ForgetAsync"/> resets it; false while the address is locked.</summary>
    /// <param name="email">As it was submitted, known here or not.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task<bool> ChargeAsync(string email, CancellationToken cancellationToken)
    {
        var key = KeyOf(email);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.Now();
            var seen = await db.SignInFailures.AsNoTracking().SingleOrDefaultAsync(f => f.Email == key, cancellationToken);
            if (seen?.RefusedUntil > now)
                return false;
            if (seen is null ? await InsertedAsync(db, key, now, cancellationToken) : await RaisedAsync(db, seen, now, cancellationToken))
                return true;
        }
    }

    /// <summary>Resets the count after a correct password. Also deletes all counts older than a day.</summary>
    /// <param name="email">As it was submitted.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    public async Task ForgetAsync(string email, CancellationToken cancellationToken)
    {
        var key = KeyOf(email);
        var old = time.Now() - Forgotten;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInFailures.Where(f => f.Email == key || f.LastAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<bool> InsertedAsync(CreamPieDbContext db, string key, DateTime now, CancellationToken cancellationToken)
    {
        db.SignInFailures.Add(new SignInFailure { Email = key, Failures = 1, LastAt = now });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // A concurrent attempt inserted the row first: read it again. Any other fault surfaces there.
            return false;
        }
    }

    private static async Task<bool> RaisedAsync(CreamPieDbContext db, SignInFailure seen, DateTime now, CancellationToken cancellationToken)
    {
        var failures = seen.LastAt < now - Forgotten ? 1 : seen.Failures + 1;
        DateTime? until = failures < Free ? null : now + RefusalAfter(failures);
        return await db.SignInFailures
            .Where(f => f.Email == seen.Email && f.Failures == seen.Failures && f.LastAt == seen.LastAt
                && f.RefusedUntil == seen.RefusedUntil)
            .ExecuteUpdateAsync(
                f => f.SetProperty(x => x.Failures, failures).SetProperty(x => x.LastAt, now).SetProperty(x => x.RefusedUntil, until),
                cancellationToken) == 1;
    }

    private static TimeSpan RefusalAfter(int failures)
    {
        var minutes = TimeSpan.FromMinutes(1 << Math.Min(failures - Free, 10));
        return minutes < LongestRefusal ? minutes : LongestRefusal;
    }

    private static string KeyOf(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant())));
}
