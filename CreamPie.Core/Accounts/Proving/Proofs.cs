using System.Diagnostics.CodeAnalysis;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Proving;

/// <summary>When a session's user last proved who they are: changes that could lock them out need that to be recent.</summary>
/// <param name="contexts">Of the database with the sessions.</param>
/// <param name="accounts">Whether there are passwords.</param>
/// <param name="time">Decides what is recent.</param>
public sealed class Proofs(
    IDbContextFactory<CreamPieDbContext> contexts, IOptions<AccountsOptions> accounts, TimeProvider time)
{
    /// <summary>How long a proof counts as recent.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>
    /// True if the session's user gave the password or another factor within <see cref="Life"/>. A password that an admin wants
    /// replaced proves nothing.
    /// </summary>
    /// <param name="caller">With the session.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<bool> IsFreshAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await IsFreshAsync(db, caller, cancellationToken);
    }

    private async Task<bool> IsFreshAsync(CreamPieDbContext db, Caller caller, CancellationToken cancellationToken)
    {
        var oldest = time.Now() - Life;
        var onlyOidc = accounts.Value.OnlyOidc;
        return await db.UserSessions.AnyAsync(
            s => s.Id == caller.Session && s.UserId == caller.Id && s.RevokedAt == null && s.ProvedAt >= oldest
                && db.Users.Any(u => u.Id == s.UserId && u.DisabledAt == null && (onlyOidc || !u.MustChangePassword)),
            cancellationToken);
    }

    /// <summary>Notes a proof.</summary>
    /// <param name="caller">With the session.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task RenewAsync(Caller caller, CancellationToken cancellationToken)
    {
        DateTime? now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UserSessions
            .Where(s => s.Id == caller.Session && s.UserId == caller.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvedAt, now), cancellationToken);
    }

    /// <summary>Checks for a recent proof.</summary>
    /// <param name="caller">With the session.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="ProofRequiredException">There is none.</exception>
    public async Task RequireAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await RequireAsync(db, caller, cancellationToken);
    }

    /// <summary>
    /// The same on the caller's connection: transactions that each wait for a second connection could exhaust the pool.
    /// </summary>
    /// <exception cref="ProofRequiredException">There is none.</exception>
    internal async Task RequireAsync(CreamPieDbContext db, Caller caller, CancellationToken cancellationToken)
    {
        if (!await IsFreshAsync(db, caller, cancellationToken))
            throw new ProofRequiredException("Confirm that it's you first: this needs a sign-in within the last 10 minutes.");
    }
}

/// <summary>The caller's role allows it, but who the caller is was last proved too long ago.</summary>
/// <param name="message">A sentence for the caller.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown in one place, with a message.")]
public sealed class ProofRequiredException(string message) : AccessDeniedException(message);
