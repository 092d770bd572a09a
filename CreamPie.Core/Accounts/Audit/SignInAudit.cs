using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Audit;

/// <summary>
/// Records how sign-ins end. An attempt beyond the rate is not recorded: the log of a flood would be one itself.
/// </summary>
/// <param name="audit">Gets the entries.</param>
/// <param name="contexts">Has the accounts.</param>
public sealed class SignInAudit(AuditTrail audit, IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>A session was started.</summary>
    /// <param name="user">Who signed in.</param>
    /// <param name="address">The client's network address; null if unknown.</param>
    /// <param name="how">By what means, as a sentence.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public Task AcceptedAsync(AppUser user, IPAddress? address, string how, CancellationToken cancellationToken) => audit.WriteAsync(
        new Caller(user.Id, user.Email ?? "", new HashSet<string>()) { Address = address },
        AuditAction.SignIn, user.Email, AuditOutcome.Succeeded, how, cancellationToken);

    /// <summary>
    /// A sign-in was refused. Only the address of an account is stored: what else is typed there may be a password.
    /// </summary>
    /// <param name="email">As typed.</param>
    /// <param name="address">The client's network address; null if unknown.</param>
    /// <param name="how">By what means, as a sentence.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public async Task RefusedAsync(string email, IPAddress? address, string how, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(email.Trim(), cancellationToken);
        await audit.WriteAsync(
            Caller.Nobody with { Address = address },
            AuditAction.SignIn, known, AuditOutcome.Refused, known is null ? how + " No such account." : how, cancellationToken);
    }

    /// <summary>A passkey was refused: it names nobody who could be believed.</summary>
    /// <param name="address">The client's network address; null if unknown.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public Task PasskeyRefusedAsync(IPAddress? address, CancellationToken cancellationToken) => audit.WriteAsync(
        Caller.Nobody with { Address = address }, AuditAction.SignIn, null, AuditOutcome.Refused, "Browser, by passkey.",
        cancellationToken);

    private async Task<string?> KnownAsync(string email, CancellationToken cancellationToken)
    {
        // PostgreSQL rejects a NUL, and its encoding a lone surrogate.
        if (email.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return null;
        var normalized = email.ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Email).FirstOrDefaultAsync(cancellationToken);
    }
}
