using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Replay;

/// <summary>
/// Folds all documents of a stock in the one order that does not depend on when they came: by capture, ties by hash. Where documents
/// contradict each other, the earlier captures stand, unless those that they refuse have more than twice the days of those that would
/// be refused in their place: a short wrong file does not keep a whole history out.
/// </summary>
internal static class CanonicalFold
{
    /// <param name="set">Of the stock.</param>
    /// <param name="documents">All that are loaded anew, in any order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Fold> RunAsync(DocumentSet set, IReadOnlyList<LoadRequest> documents, CancellationToken cancellationToken)
    {
        List<LoadRequest> byCapture = [.. documents
            .OrderBy(d => d.Document.CapturedAt).ThenBy(d => d.Sha256, StringComparer.Ordinal).ThenBy(d => d.DocumentId)];
        var earlier = await Fold.RunAsync(set, byCapture, cancellationToken);
        if (earlier.Refused.Count == 0)
            return earlier;
        try
        {
            var refused = byCapture.FindAll(d => earlier.Refused.ContainsKey(d.DocumentId));
            var first = await OverrulingAsync(set, refused, byCapture, cancellationToken);
            if (first.Count == 0)
                return earlier;
            var later = await Fold.RunAsync(set, first.Concat(byCapture.Except(first)), cancellationToken);
            await earlier.DisposeAsync();
            return later;
        }
        catch
        {
            await earlier.DisposeAsync();
            throw;
        }
    }

    /// <summary>Of the refused documents those that go first: they have more than twice the days of what contradicts them.</summary>
    private static async Task<List<LoadRequest>> OverrulingAsync(
        DocumentSet set, List<LoadRequest> refused, List<LoadRequest> byCapture, CancellationToken cancellationToken)
    {
        // What a person has accepted counts like any other here, to see whom it contradicts.
        var order = refused.Concat(byCapture.Except(refused)).Select(d => d with { AcceptedBy = null });
        await using var later = await Fold.RunAsync(set, order, cancellationToken);
        var inTheirPlace = byCapture.FindAll(d => later.Refused.ContainsKey(d.DocumentId));
        // And it is not overruled.
        if (inTheirPlace.Exists(d => d.AcceptedBy is not null))
            return [];
        var sources = refused.Select(d => d.Source).Distinct()
            .Where(s => DaysOf(refused, s) > 2 * DaysOf(inTheirPlace, s))
            .ToHashSet();
        return refused.FindAll(d => sources.Contains(d.Source));
    }

    private static int DaysOf(IEnumerable<LoadRequest> documents, SourceName source) => documents
        .Where(d => d.Source == source)
        .SelectMany(d => d.Document.Bars, (_, bar) => bar.Date)
        .Distinct()
        .Count();
}
