using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Replay;

/// <summary>
/// Documents loaded one after the other into a scratch database. One that contradicts those before it is refused; once all had their
/// turn, the refused ones are tried again, because what came later may explain them.
/// </summary>
internal sealed class Fold : IAsyncDisposable
{
    private readonly Dictionary<int, string> _refused = [];

    private Fold(ScratchDatabase scratch) => Scratch = scratch;

    public ScratchDatabase Scratch { get; }

    /// <summary>In the order of loading.</summary>
    public List<LoadRequest> Loaded { get; } = [];

    /// <summary>Partial pulls that show that older stored days may no longer match what the source says.</summary>
    public HashSet<int> Restating { get; } = [];

    /// <summary>Why, by document.</summary>
    public IReadOnlyDictionary<int, string> Refused => _refused;

    /// <param name="set">Of the stock.</param>
    /// <param name="inOrder">Documents of the set, and an arriving one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Fold> RunAsync(DocumentSet set, IEnumerable<LoadRequest> inOrder, CancellationToken cancellationToken)
    {
        var fold = new Fold(await ScratchDatabase.CreateAsync(set.Ticker, set.Unreadable, cancellationToken));
        try
        {
            var loader = new Loader(fold.Scratch, _ => { }, isScratch: true);
            IReadOnlyList<LoadRequest> left = [.. inOrder];
            for (var before = -1; left.Count > 0 && left.Count != before;)
            {
                before = left.Count;
                left = await fold.LoadAsync(loader, left, cancellationToken);
            }
            // Last: they wrote nothing that stands, and must keep nobody else from writing.
            await fold.Scratch.AddRemovedAsync(set.Removed, cancellationToken);
            return fold;
        }
        catch
        {
            await fold.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Scratch.DisposeAsync();

    /// <returns>Those that were refused.</returns>
    private async Task<List<LoadRequest>> LoadAsync(Loader loader, IReadOnlyList<LoadRequest> requests, CancellationToken cancellationToken)
    {
        var refused = new List<LoadRequest>();
        foreach (var request in requests)
        {
            if (await loader.LoadAsync(request, (_, _, _, _) => Task.FromResult(true), cancellationToken) is LoadResult.Contested contested)
            {
                _refused[request.DocumentId] = contested.Contradiction!;
                refused.Add(request);
                continue;
            }
            _refused.Remove(request.DocumentId);
            Loaded.Add(request);
            if (request.IsPartial && await TakeRestatingAsync(cancellationToken))
                Restating.Add(request.DocumentId);
        }
        return refused;
    }

    private async Task<bool> TakeRestatingAsync(CancellationToken cancellationToken)
    {
        await using var db = Scratch.CreateDbContext();
        return await db.Stocks.Where(s => s.NeedsFullPull)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsFullPull, false), cancellationToken) > 0;
    }
}
