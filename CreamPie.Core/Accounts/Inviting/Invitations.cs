using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Inviting;

/// <summary>Offers accounts to mailboxes. The link in the mail is worth an account, so only its hash is stored.</summary>
/// <param name="contexts">Of the database with the invitations.</param>
/// <param name="proofs">A caller who invites an admin needs a recent proof.</param>
/// <param name="audit">Gets an entry for each invitation and each withdrawal.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class Invitations(
    IDbContextFactory<CreamPieDbContext> contexts, Proofs proofs, AuditTrail audit, TimeProvider time)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Invites a mailbox. An earlier invitation of the same mailbox that nobody accepted is withdrawn.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="email">As typed.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ProofRequiredException">The role is Admin, and the caller's proof too old.</exception>
    public async Task<InvitationResult> CreateAsync(Caller caller, string email, string role, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        email = email.Trim();
        if (!EmailText.IsAddress(email))
            return new InvitationResult.Invalid(EmailText.InvalidText);
        if (role is not (Roles.Admin or Roles.Analyst))
            return new InvitationResult.Invalid($"The role must be {Roles.Admin} or {Roles.Analyst}.");
        if (role == Roles.Admin)
            await proofs.RequireAsync(caller, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = EmailText.Normalized(email);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalized && u.EmailConfirmed, cancellationToken))
            return new InvitationResult.HasAccount();

        var now = time.Now();
        var id = Guid.NewGuid();
        var (token, hash) = RowToken.Of(id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var open = db.Invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null);
        await (await OfMailboxAsync(open, normalized, cancellationToken))
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.RevokedAt, (DateTime?)now), cancellationToken);
        var invitation = new Invitation
        {
            Id = id,
            Email = email,
            Role = role,
            TokenHash = hash,
            InvitedBy = await db.Users.AnyAsync(u => u.Id == caller.Id, cancellationToken) ? caller.Id : null,
            CreatedAt = now,
            ExpiresAt = now + Life,
        };
        db.Invitations.Add(invitation);
        audit.Add(db, caller, AuditAction.AccountCreation, email, detail: $"Invited as {role}.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new InvitationResult.Created(
            new InvitationItem(id, email, role, caller.Name, invitation.CreatedAt, invitation.ExpiresAt), token);
    }

    /// <summary>
    /// Those of one mailbox, however the admin wrote it. Compared here: the databases do not agree on upper case outside of ASCII.
    /// </summary>
    internal static async Task<IQueryable<Invitation>> OfMailboxAsync(
        IQueryable<Invitation> invitations, string? normalizedEmail, CancellationToken cancellationToken)
    {
        var all = await invitations.Select(i => new { i.Id, i.Email }).ToListAsync(cancellationToken);
        var ids = all.Where(i => EmailText.Normalized(i.Email) == normalizedEmail).Select(i => i.Id).ToList();
        return invitations.Where(i => ids.Contains(i.Id));
    }

    /// <summary>Withdraws the open invitations of a user who is no longer an admin: their links must not lead back in.</summary>
    internal static Task WithdrawOfAsync(CreamPieDbContext db, string userId, DateTime now, CancellationToken cancellationToken) =>
        db.Invitations.Where(i => i.InvitedBy == userId && i.AcceptedAt == null && i.RevokedAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.RevokedAt, (DateTime?)now), cancellationToken);

    /// <summary>Withdraws an invitation: its link no longer works.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="id">Of the invitation.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <returns>False if there is none, or it is accepted or withdrawn already.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> RevokeAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Invitations
            .SingleOrDefaultAsync(i => i.Id == id && i.AcceptedAt == null && i.RevokedAt == null, cancellationToken);
        if (open is null)
            return false;
        open.RevokedAt = time.Now();
        audit.Add(db, caller, AuditAction.AccountCreation, open.Email, detail: "Invitation withdrawn.");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>The invitations that nobody accepted or withdrew, the newest first; expired ones among them.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<IReadOnlyList<InvitationItem>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from i in db.Invitations
            where i.AcceptedAt == null && i.RevokedAt == null
            orderby i.CreatedAt descending
            select new InvitationItem(
                i.Id, i.Email, i.Role, db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.Email).SingleOrDefault(),
                i.CreatedAt, i.ExpiresAt)).ToListAsync(cancellationToken);
    }
}
