using System.Collections.Concurrent;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>The calls of one window.</summary>
/// <param name="number">Which one.</param>
/// <param name="mostCallers">How many have a count of their own.</param>
internal sealed class CallWindow(long number, int mostCallers)
{
    private const int SharedCounts = 1_024;

    private readonly ConcurrentDictionary<string, int> _counts = [];
    private readonly int[] _shared = new int[SharedCounts];
    private int _callers;

    public long Number => number;

    public int Callers => Volatile.Read(ref _callers);

    /// <summary>Of those who have a count of their own.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _counts;

    /// <summary>What other nodes have told, by the caller's hidden name.</summary>
    public ConcurrentDictionary<string, int> Elsewhere { get; } = [];

    /// <summary>One reader of the others' words writes it.</summary>
    public Dictionary<(string Node, string Caller), int> Told { get; } = [];

    public int Add(string caller)
    {
        if (Callers >= mostCallers && !_counts.ContainsKey(caller))
            return Interlocked.Increment(ref _shared[(uint)caller.GetHashCode(StringComparison.Ordinal) % SharedCounts]);
        return _counts.AddOrUpdate(
            caller,
            _ =>
            {
                Interlocked.Increment(ref _callers);
                return 1;
            },
            (_, n) => n + 1);
    }
}
