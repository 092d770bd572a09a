using CreamPie.Core.Market;

namespace CreamPie.Core.Querying;

/// <summary>What was computed from one or more series, with its entity tag.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Tag">What the answer depends on: same tag and request, same answer. Empty for an unknown symbol.</param>
/// <param name="Answer">Null if the caller already has the answer of this tag, or for an unknown symbol.</param>
/// <param name="Unknown">A requested symbol that is no stock; null if all are.</param>
public sealed record TaggedAnswer<T>(string Tag, T? Answer, Symbol? Unknown = null)
    where T : class;
