using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Inviting;

/// <summary>Result of accepting an invitation.</summary>
public abstract record AcceptResult
{
    /// <summary>The account is stored, confirmed, and has its role.</summary>
    /// <param name="User">The account.</param>
    public sealed record Accepted(AppUser User) : AcceptResult;

    /// <summary>The link is not ours, was used or withdrawn, or has expired.</summary>
    public sealed record NoInvitation : AcceptResult;

    /// <summary>The mailbox has got an account in the meantime.</summary>
    public sealed record HasAccount : AcceptResult;

    /// <summary>Nothing was stored; the link still works.</summary>
    /// <param name="Problems">A sentence each.</param>
    public sealed record Invalid(IReadOnlyList<string> Problems) : AcceptResult;
}

/// <summary>What a link offers that still works.</summary>
/// <param name="Email">The invited mailbox, or the account's address.</param>
/// <param name="IsLink">True if it connects that account to an identity provider, false if it opens an account.</param>
public sealed record OpenInvitation(string Email, bool IsLink);

/// <summary>Turns an invitation into an account. The link proves the mailbox, so the address counts as confirmed.</summary>
/// <param name="db">One transaction covers invitation and account.</param>
/// <param name="users">Checks the password and stores the account.</param>
/// <param name="audit">Gets an entry for the new account.</param>
/// <param name="accounts">Whether passwords let anybody in.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class InvitationAcceptance(
    CreamPieDbContext db, UserManager<AppUser> users, AuditTrail audit, IOptions<AccountsOptions> accounts, TimeProvider time)
{
    /// <summary>What a link offers; null if it no longer works.</summary>
    /// <param name="token">From the link; need not be well-formed.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<OpenInvitation?> FindAsync(string? token, CancellationToken cancellationToken) =>
        RowToken.Read(token) is var (id, hash)
            ? await Open(db, time.Now(), id, hash).Select(i => new OpenInvitation(i.Email, i.AccountId != null))
                .SingleOrDefaultAsync(cancellationToken)
            : null;

    /// <summary>Creates the account. Of concurrent attempts with one link, one wins.</summary>
    /// <param name="token">From the link; need not be well-formed.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="caller">Nobody, with the address that the request came from.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<AcceptResult> AcceptAsync(string? token, string password, Caller caller, CancellationToken cancellationToken)
    {
        if (RowToken.Read(token) is not var (id, hash))
            return new AcceptResult.NoInvitation();
        if (accounts.Value.OnlyOidc)
            return new AcceptResult.Invalid([AccountsOptions.OnlyOidcText]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.Now();
        // A link that connects an account to a provider sets no password.
        var open = Open(db, now, id, hash).Where(i => i.AccountId == null);
        if (await open.ExecuteUpdateAsync(i => i.SetProperty(x => x.AcceptedAt, (DateTime?)now), cancellationToken) == 0)
            return new AcceptResult.NoInvitation();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        if (!await UnconfirmedAccount.MakesWayAsync(users, invitation.Email))
            return new AcceptResult.HasAccount();
        var user = new AppUser { UserName = invitation.Email, Email = invitation.Email, EmailConfirmed = true, CreatedAt = now };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, invitation.Role);
        if (!created.Succeeded)
            return new AcceptResult.Invalid([.. created.Errors.Where(e => e.Code != "DuplicateUserName").Select(e => e.Description)]);
        audit.Add(
            db, new Caller(user.Id, user.Email, new HashSet<string>()) { Address = caller.Address }, AuditAction.AccountCreation,
            user.Email, detail: $"Invitation as {invitation.Role} accepted.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AcceptResult.Accepted(user);
    }

    internal static IQueryable<Invitation> Open(CreamPieDbContext db, DateTime now, Guid id, string hash) =>
        db.Invitations.Where(i =>
            i.Id == id && i.TokenHash == hash && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now);
}
