using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Core.Querying.Figures;

/// <summary>Reads several stocks for one answer.</summary>
internal static class SeveralSeries
{
    /// <summary>
    /// The series of all symbols, in their order, each with its tag; no bar is read if the caller has the answer of their tags together.
    /// </summary>
    public static async Task<TaggedAnswer<IReadOnlyList<TaggedSeries>>> AllAsync(
        this SeriesQuery query, Caller caller, IReadOnlyList<Symbol> symbols, SeriesRequest request, Func<string, bool> isKnown,
        CancellationToken cancellationToken)
    {
        var tags = new List<string>();
        foreach (var symbol in symbols)
        {
            if (await query.BarsAsync(caller, symbol, request, isKnown: _ => true, cancellationToken) is not { } known)
                return new("", null, symbol);
            tags.Add(known.Tag);
        }
        if (isKnown(string.Join('.', tags)))
            return new(string.Join('.', tags), null);

        // A load may have come in between: the tags are those of what is read now.
        var all = new List<TaggedSeries>();
        foreach (var symbol in symbols)
        {
            if (await query.BarsAsync(caller, symbol, request, isKnown: _ => false, cancellationToken) is not { } read)
                return new("", null, symbol);
            all.Add(read);
        }
        return new(string.Join('.', all.Select(s => s.Tag)), all);
    }
}
