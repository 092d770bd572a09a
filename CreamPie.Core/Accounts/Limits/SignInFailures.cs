using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>
/// Slows guessing. Wrong passwords are counted in queues, and a full one refuses for a minute, then two, four, ... up to 15 minutes:
/// after five for one e-mail address from one network address, so that guessing locks out the guesser and not the owner, and after 50 for
/// one e-mail address from all of them. A device that has signed in with the e-mail address before has a queue of its own, which no
/// stranger fills. An attempt is counted in the database before its password is checked, so that parallel guesses and other nodes
/// count too.
/// </summary>
/// <param name="contexts">Of the database with the counts.</param>
/// <param name="time">Decides how long a refusal lasts.</param>
public sealed class SignInFailures(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    private const int FreeInOneQueue = 5;
    private const int FreeFromEverywhere = 50;
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt as failed until it is forgotten; false while the visitor is refused for this e-mail address.</summary>
    /// <param name="email">As it was submitted, known here or not.</param>
    /// <param name="visitor">Who tries.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task<bool> ChargeAsync(string email, Visitor visitor, CancellationToken cancellationToken) =>
        await ChargeAsync(QueueOf(email, visitor), cancellationToken)
        && (visitor.Device is not null || await ChargeAsync(Everywhere(email), FreeFromEverywhere, cancellationToken));

    /// <summary>Counts a failure in a queue that is neither an address's nor a device's.</summary>
    /// <param name="queue">Any text.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public Task<bool> ChargeAsync(string queue, CancellationToken cancellationToken) =>
        ChargeAsync(queue, FreeInOneQueue, cancellationToken);

    /// <summary>
    /// Resets the visitor's count after a correct password. What strangers have tried from elsewhere stays counted.
    /// Also deletes all counts older than a day.
    /// </summary>
    /// <param name="email">As it was submitted.</param>
    /// <param name="visitor">Who signed in.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    public async Task ForgetAsync(string email, Visitor visitor, CancellationToken cancellationToken)
    {
        await ForgetAsync(QueueOf(email, visitor), cancellationToken);
        if (visitor.Device is not null)
            return;
        var everywhere = KeyOf(Everywhere(email));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInFailures.Where(f => f.Email == everywhere)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.Failures, x => x.Failures - 1), cancellationToken);
    }

    /// <summary>
    /// Resets the counts of a visitor who has chosen a new password by way of the mailbox. Guesses from elsewhere no longer count
    /// against the account as a whole: they were for the password before.
    /// </summary>
    /// <param name="email">The account's.</param>
    /// <param name="visitor">Who chose it.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    public async Task ForgiveAsync(string email, Visitor visitor, CancellationToken cancellationToken)
    {
        await ForgetAsync(QueueOf(email, visitor), cancellationToken);
        await ForgetAsync(Everywhere(email), cancellationToken);
    }

    /// <summary>Resets a queue. Also deletes all counts older than a day.</summary>
    /// <param name="queue">As it was charged.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    public async Task ForgetAsync(string queue, CancellationToken cancellationToken)
    {
        var key = KeyOf(queue);
        var old = time.Now() - Forgotten;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SignInFailures.Where(f => f.Email == key || f.LastAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> ChargeAsync(string queue, int free, CancellationToken cancellationToken)
    {
        var key = KeyOf(queue);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.Now();
            var seen = await db.SignInFailures.AsNoTracking().SingleOrDefaultAsync(f => f.Email == key, cancellationToken);
            if (seen?.RefusedUntil > now)
                return false;
            if (seen is null
                ? await InsertedAsync(db, key, now, cancellationToken)
                : await RaisedAsync(db, seen, free, now, cancellationToken))
                return true;
        }
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

    private static async Task<bool> RaisedAsync(
        CreamPieDbContext db, SignInFailure seen, int free, DateTime now, CancellationToken cancellationToken)
    {
        var failures = seen.LastAt < now - Forgotten ? 1 : seen.Failures + 1;
        DateTime? until = failures < free ? null : now + RefusalAfter(failures - free);
        return await db.SignInFailures
            .Where(f => f.Email == seen.Email && f.Failures == seen.Failures && f.LastAt == seen.LastAt
                && f.RefusedUntil == seen.RefusedUntil)
            .ExecuteUpdateAsync(
                f => f.SetProperty(x => x.Failures, failures).SetProperty(x => x.LastAt, now).SetProperty(x => x.RefusedUntil, until),
                cancellationToken) == 1;
    }

    private static TimeSpan RefusalAfter(int more)
    {
        var minutes = TimeSpan.FromMinutes(1 << Math.Min(more, 10));
        return minutes < LongestRefusal ? minutes : LongestRefusal;
    }

    private static string QueueOf(string email, Visitor visitor) => visitor.Device is { } device
        ? $"device {device:N} {Normal(email)}"
        : $"network {ClientNetwork.Of(visitor.Address)} {Normal(email)}";

    private static string Everywhere(string email) => $"everywhere {Normal(email)}";

    private static string Normal(string email) => email.Trim().ToUpperInvariant();

    private static string KeyOf(string queue) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(queue)));
}
