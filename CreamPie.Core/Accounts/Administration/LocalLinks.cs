using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Administration;

/// <summary>A link that the operator of the machine hands over, or what is wrong.</summary>
/// <param name="Token">For <c>/account/invitation?token=</c>; the database has its hash only. Null if there is none.</param>
/// <param name="Problem">A sentence; null if there is none.</param>
public sealed record LocalLink(string? Token, string? Problem);

/// <summary>
/// What stands in for a password that the operator sets, where only identity providers sign in: a link that opens an admin's account, or
/// connects an account, for the person who signs in at the provider with it.
/// </summary>
/// <param name="db">One transaction covers link, sessions and audit.</param>
/// <param name="users">Finds the account.</param>
/// <param name="audit">Gets an entry for each link.</param>
/// <param name="time">Dates it.</param>
public sealed class LocalLinks(CreamPieDbContext db, UserManager<AppUser> users, AuditTrail audit, TimeProvider time)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>A link that opens an account as admin.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="email">The new admin's address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<LocalLink> ForNewAdminAsync(Caller caller, string email, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!EmailText.IsAddress(email))
            return new(null, "This is no e-mail address.");
        if (await users.FindByEmailAsync(email) is { } user && !await UnconfirmedAccount.IsInNobodysWayAsync(users, user))
            return new(null, "This address already has an account. Use: admin reset-password");
        return await StoreAsync(caller, email, Roles.Admin, account: null, "A link to become Admin was made.", cancellationToken);
    }

    /// <summary>A link that connects an account; the account's sessions end.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="email">The account's address.</param>
    /// <param name="resetsSecondFactor">Also removes authenticator app, recovery codes and passkeys.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<LocalLink> ForAccountAsync(
        Caller caller, string email, bool resetsSecondFactor, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!EmailText.IsAddress(email) || await users.FindByEmailAsync(email) is not { } user)
            return new(null, "No account has this address. Use: admin list, or admin create");
        if (user.DisabledAt is not null)
            return new(null, "This account is disabled. Another admin can enable it; to get in now, use: admin create");
        var role = (await users.GetRolesAsync(user)).Contains(Roles.Admin) ? Roles.Admin : Roles.Analyst;
        return await StoreAsync(
            caller, user.Email!, role, user,
            resetsSecondFactor ? "A link to a provider was made, the second factor reset." : "A link to a provider was made.",
            cancellationToken, resetsSecondFactor);
    }

    private async Task<LocalLink> StoreAsync(
        Caller caller, string email, string role, AppUser? account, string detail, CancellationToken cancellationToken,
        bool resetsSecondFactor = false)
    {
        DateTime? now = time.Now();
        var id = Guid.NewGuid();
        var (token, hash) = RowToken.Of(id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var open = db.Invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null);
        await (await Invitations.OfMailboxAsync(open, users.NormalizeEmail(email), cancellationToken))
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.RevokedAt, now), cancellationToken);
        if (account is not null && resetsSecondFactor)
            await FactorRemoval.AllOfAsync(db, account, allWaysIn: false, cancellationToken);
        if (account is not null)
        {
            // First the stamp, which locks the row: a session that starts meanwhile ends too, or is refused.
            await users.UpdateSecurityStampAsync(account);
            await db.UserSessions.Where(s => s.UserId == account.Id && s.RevokedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        }
        db.Invitations.Add(new Invitation
        {
            Id = id,
            Email = email,
            Role = role,
            TokenHash = hash,
            AccountId = account?.Id,
            CreatedAt = now.Value,
            ExpiresAt = now.Value + Life,
        });
        audit.Add(db, caller, account is null ? AuditAction.AccountCreation : AuditAction.FactorChange, email, detail: detail);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(token, null);
    }
}
