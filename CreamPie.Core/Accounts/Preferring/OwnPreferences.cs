using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Preferring;

/// <summary>Reads and stores a person's preferences.</summary>
/// <param name="contexts">Of the database with them.</param>
/// <param name="sessions">Carry the preferences to the pages.</param>
/// <param name="audit">Gets an entry for each change.</param>
public sealed class OwnPreferences(IDbContextFactory<CreamPieDbContext> contexts, Sessions sessions, AuditTrail audit)
{
    /// <summary>The caller's preferences; the defaults if none are stored.</summary>
    /// <param name="caller">Whose they are.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<PreferenceValues> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return PreferenceValues.Of(
            await db.UserPreferences.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == caller.Id, cancellationToken));
    }

    /// <summary>Stores all of them.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="values">To be stored.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>A sentence about what is wrong; null if they are stored.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<string?> SaveAsync(Caller caller, PreferenceValues values, CancellationToken cancellationToken)
    {
        if (caller.Id.Length == 0)
            throw new AccessDeniedException("Sign in first.");
        if (values.Problem() is { } problem)
            return problem;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.UserPreferences.SingleOrDefaultAsync(p => p.UserId == caller.Id, cancellationToken);
        if (row is null)
            db.UserPreferences.Add(row = new UserPreferences { UserId = caller.Id });
        if (PreferenceValues.Of(row) != values)
            audit.Add(db, caller, AuditAction.AccountChange, caller.Name, detail: "Preferences changed.");
        values.WriteTo(row);
        await db.SaveChangesAsync(cancellationToken);
        sessions.Forget(caller.Id);
        return null;
    }
}
