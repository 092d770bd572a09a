using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Audit;

/// <summary>
/// Records commands that were refused to a signed-in user, at most twenty a minute for each user: the log of a flood would be one
/// itself.
/// </summary>
/// <param name="audit">Gets the entries.</param>
/// <param name="time">Dates the current minute.</param>
public sealed class RefusalAudit(AuditTrail audit, TimeProvider time)
{
    private const int MostPerMinute = 20;

    private readonly CallRate _rate = new(MostPerMinute, time);

    /// <summary>Writes one entry; none for a visitor who is not signed in.</summary>
    /// <param name="caller">Who tried.</param>
    /// <param name="command">What, as its address.</param>
    /// <param name="why">A sentence; null if there is nothing to add.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public async Task WriteAsync(Caller caller, string command, string? why, CancellationToken cancellationToken)
    {
        if (caller.Id.Length > 0 && _rate.Count(caller.Id).Allowed)
            await audit.WriteAsync(caller, AuditAction.Refusal, command, AuditOutcome.Refused, why, cancellationToken);
    }
}
