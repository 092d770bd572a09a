using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Operating;

/// <summary>Whether anybody would pull what is asked for.</summary>
public sealed class WorkerQuery(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    /// <summary>True if no worker is running: what is asked for waits until one starts.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<bool> AreMissingAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.Nodes.Working(await clock.NowAsync(db, cancellationToken)).AnyAsync(cancellationToken);
    }
}
