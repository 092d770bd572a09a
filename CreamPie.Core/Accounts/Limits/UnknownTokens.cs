using System.Collections.Concurrent;
using System.Net;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>
/// Limits keys and links that are not known to work, by network and before the database is asked for them. Those that worked when they
/// were last looked up pass: guesses from an address do not hold up a neighbour behind it whose key works.
/// </summary>
/// <param name="asked">Counts them by network.</param>
/// <param name="limit">How many a window of it allows.</param>
public sealed class UnknownTokens(CallRate asked, int limit)
{
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, byte> _known = [];

    /// <summary>Counts them by network; nodes share it.</summary>
    public CallRate Asked => asked;

    /// <summary>Counts one that is not known.</summary>
    /// <param name="token">As it was sent.</param>
    /// <param name="address">Where it comes from; null if unknown.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(string token, IPAddress? address) =>
        _known.ContainsKey(RowToken.HashOf(token)) ? (true, limit, 0) : asked.Count(address);

    /// <summary>Notes whether one works.</summary>
    /// <param name="token">As it was sent.</param>
    /// <param name="works">What the database said.</param>
    public void Note(string token, bool works)
    {
        var hash = RowToken.HashOf(token);
        if (!works)
        {
            _known.TryRemove(hash, out _);
            return;
        }
        if (_known.Count >= MostKnown && !_known.ContainsKey(hash))
            _known.Clear();
        _known[hash] = 0;
    }
}
