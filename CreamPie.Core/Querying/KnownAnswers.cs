using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Querying;

/// <summary>Keeps the answers that were asked for last, by all that they depend on; safe for concurrent use.</summary>
/// <typeparam name="T">The answer; it must never change.</typeparam>
/// <param name="most">Answers kept; beyond it, the one that was asked for longest ago goes.</param>
internal sealed class KnownAnswers<T>(int most)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, LinkedListNode<(object Key, T Answer)>> _nodes = [];
    private readonly LinkedList<(object Key, T Answer)> _byUse = [];

    /// <param name="key">An entity tag with the request that it was given for.</param>
    /// <param name="answer">Null if none is kept.</param>
    public bool TryGet(object key, [NotNullWhen(true)] out T? answer)
    {
        lock (_lock)
        {
            answer = null;
            if (!_nodes.TryGetValue(key, out var node))
                return false;
            _byUse.Remove(node);
            _byUse.AddLast(node);
            answer = node.Value.Answer;
            return true;
        }
    }

    /// <param name="key">As for <see cref="TryGet"/>.</param>
    /// <param name="answer">Replaces the one of before: two may have computed it at the same time.</param>
    /// <returns>The answer.</returns>
    public T Keep(object key, T answer)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out var before))
                _byUse.Remove(before);
            _nodes[key] = _byUse.AddLast((key, answer));
            if (_byUse.Count > most)
            {
                _nodes.Remove(_byUse.First!.Value.Key);
                _byUse.RemoveFirst();
            }
            return answer;
        }
    }
}
