using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.External;

/// <summary>
/// Ends what no identity provider began once only they sign in: the setting must not bring it back to life when it is turned off again.
/// </summary>
/// <param name="contexts">Of the database with the sessions.</param>
/// <param name="accounts">Whether only providers sign in.</param>
/// <param name="time">Dates the end.</param>
public sealed class ProviderSessions(
    IDbContextFactory<CreamPieDbContext> contexts, IOptions<AccountsOptions> accounts, TimeProvider time) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!accounts.Value.OnlyOidc)
            return;
        DateTime? now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UserSessions.Where(s => s.Provider == null && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
