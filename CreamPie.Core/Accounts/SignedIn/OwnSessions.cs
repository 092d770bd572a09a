using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.SignedIn;

/// <summary>One of the caller's sign-ins that is still valid.</summary>
/// <param name="Id">Names it in <see cref="OwnSessions.EndAsync"/>.</param>
/// <param name="Browser">Browser and system in words.</param>
/// <param name="Address">IP address of the sign-in; null if unknown.</param>
/// <param name="SignedInAt">UTC.</param>
/// <param name="LastSeenAt">UTC, to the minute or so.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="IsProgram">True for tokens of the API, false for a browser.</param>
/// <param name="IsHere">True for the session that asks.</param>
public sealed record OwnSession(
    Guid Id, string Browser, string? Address, DateTime SignedInAt, DateTime LastSeenAt, DateTime ExpiresAt, bool IsProgram, bool IsHere);

/// <summary>A person's own sessions: seen, and ended one by one or all others at once.</summary>
/// <param name="contexts">Of the database with the sessions.</param>
/// <param name="sessions">Decides which are valid, and ends them.</param>
/// <param name="audit">Gets an entry for what was ended.</param>
public sealed class OwnSessions(IDbContextFactory<CreamPieDbContext> contexts, Sessions sessions, AuditTrail audit)
{
    /// <summary>The valid ones, this one first, then the last seen first.</summary>
    /// <param name="caller">Whose sessions are listed.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await sessions.Valid(db).AsNoTracking().Where(s => s.UserId == caller.Id).ToListAsync(cancellationToken);
        return [.. rows
            .Select(s => new OwnSession(
                s.Id, BrowserName.Of(s.UserAgent), s.Address, s.CreatedAt, s.LastSeenAt ?? s.CreatedAt, s.ExpiresAt,
                s.RefreshHash is not null, s.Id == caller.Session))
            .OrderByDescending(s => s.IsHere).ThenByDescending(s => s.LastSeenAt)];
    }

    /// <summary>Ends one; false if the caller has no such session.</summary>
    /// <param name="caller">Whose session it must be.</param>
    /// <param name="id">Of the session.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task<bool> EndAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if ((await ListAsync(caller, cancellationToken)).SingleOrDefault(s => s.Id == id) is not { } session)
            return false;
        await sessions.RevokeAsync(id, cancellationToken);
        await WriteAsync(caller, $"{session.Browser}, {session.Address ?? "unknown address"}", cancellationToken);
        return true;
    }

    /// <summary>Ends all but the one that asks.</summary>
    /// <param name="caller">Whose sessions end.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task EndOthersAsync(Caller caller, CancellationToken cancellationToken)
    {
        await sessions.RevokeAllAsync(caller.Id, except: caller.Session, cancellationToken);
        await WriteAsync(caller, "All other sessions.", cancellationToken);
    }

    private Task WriteAsync(Caller caller, string detail, CancellationToken cancellationToken) =>
        audit.WriteAsync(caller, AuditAction.SessionEnd, caller.Name, AuditOutcome.Succeeded, detail, cancellationToken);
}
