using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// Measures from the tables how long documents stand whose worker died or froze: from its last heartbeat, which is the end
/// of its lease less the lease, until somebody takes them, or it goes on itself. The last heartbeat is never after the death.
/// </summary>
/// <param name="isAnybodyUp">Whether there is a process that has started: nobody can take anything while there is none.</param>
internal sealed class HungProcess(TestDatabase database, TimeSpan lease, Func<bool> isAnybodyUp)
{
    private readonly Dictionary<(int Id, long Token), DateTime> _beats = [];
    private readonly Dictionary<(int Id, long Token), string> _left = [];
    private readonly Dictionary<(int Id, long Token), TimeSpan> _alone = [];
    private readonly List<TimeSpan> _stands = [];
    private DateTime _looked;

    public int Interrupted { get; private set; }

    public TimeSpan Longest { get; private set; }

    /// <summary>The same without the time in which every process was dead or starting.</summary>
    public TimeSpan LongestAmongLiving { get; private set; }

    /// <summary>The one that stood longest.</summary>
    public string Which { get; private set; } = "";

    public TimeSpan Middle => _stands.Order().ElementAtOrDefault(_stands.Count / 2);

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await LookAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var claims = await db.Documents
            .Open()
            .Where(d => d.LeaseOwner != null)
            .Select(d => new { d.Id, d.Token, d.LeaseUntil, d.Symbol, d.State, Handed = d.DispatchedAt != null })
            .ToDictionaryAsync(d => (d.Id, d.Token), cancellationToken);
        // Later than the rows, so that nothing seems to be shorter than it was.
        var now = await database.Get<DatabaseClock>().NowAsync(db, cancellationToken);
        var nobody = isAnybodyUp() ? TimeSpan.Zero : now - _looked;
        foreach (var (key, what) in _left.ToList())
        {
            _alone[key] += nobody;
            Stood(now - _beats[key], _alone[key], what);
            if (claims.TryGetValue(key, out var claim) && !(claim.LeaseUntil > now))
                continue;
            _stands.Add(now - _beats[key]);
            _left.Remove(key);
        }
        foreach (var (key, claim) in claims)
        {
            // Of a claim whose lease a start has voided before it was seen, nobody knows more than that it is younger than the look before.
            if (claim.LeaseUntil is { } until)
                _beats[key] = until - lease;
            else
                _beats.TryAdd(key, _looked);
            if (claim.LeaseUntil > now || !_left.TryAdd(key, ""))
                continue;
            Interrupted++;
            _alone[key] = TimeSpan.Zero;
            _left[key] = $"{claim.Symbol} {claim.State}{(claim.Handed ? " handed over" : "")}";
        }
        foreach (var gone in _beats.Keys.Where(k => !claims.ContainsKey(k)).ToList())
            _beats.Remove(gone);
        _looked = now;
    }

    private void Stood(TimeSpan time, TimeSpan alone, string what)
    {
        if (time - alone > LongestAmongLiving)
            LongestAmongLiving = time - alone;
        if (time > Longest)
            (Longest, Which) = (time, what);
    }
}
