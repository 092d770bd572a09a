using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Querying.HeavyReading;

/// <summary>
/// Bounds the heavy reads that run at the same time: each takes memory many times the size of its document. One beyond a limit
/// waits some seconds, and is refused then.
/// </summary>
public sealed class HeavyReads(IOptions<HeavyReadOptions> options) : IDisposable
{
    /// <summary>A larger document is read alone: parsed, it takes some hundred megabytes.</summary>
    internal const long LargeBytes = 4 << 20;

    /// <summary>Text shrinks to a tenth and less.</summary>
    private const int Inflation = 16;

    /// <summary>All feeds of one person together have the places of four: fifty of them must not fill the server.</summary>
    private const int FeedsAtOnce = 4;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly PersonGate _reading = new(options.Value.PerPerson);
    private readonly PersonGate _answering = new(options.Value.PerPerson);
    private readonly PersonGate _feeding = new(FeedsAtOnce * options.Value.PerPerson);
    private readonly SemaphoreSlim _answers = new(options.Value.Answers);
    private readonly SemaphoreSlim _all = new(options.Value.Total);
    private readonly SemaphoreSlim _large = new(1);

    /// <summary>Waits until the caller may read a document, and holds the place until it is disposed.</summary>
    /// <exception cref="LimitReachedException">None became free.</exception>
    internal async Task<IDisposable> ReadAsync(Caller caller, Document document, CancellationToken cancellationToken)
    {
        var ends = Environment.TickCount64 + (long)(options.Value.WaitSeconds * 1_000);
        var places = new Places();
        try
        {
            // One's own limit first, then the narrower one: who waits there holds nothing that others need.
            places.Add(await _reading.TryEnterAsync(caller.Id, Left(ends), cancellationToken) ?? throw OwnLimit());
            if (IsLarge(document))
            {
                places.Add(await TryTakeAsync(_large, Left(ends), cancellationToken) ?? throw ServerLimit(1, "read of a large document"));
                places.Add(new Collection());
            }
            places.Add(await TryTakeAsync(_all, Left(ends), cancellationToken) ?? throw ServerLimit(options.Value.Total, "large read"));
            return places;
        }
        catch
        {
            places.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The same for a large answer, until it is sent: a caller who receives slowly keeps it in memory, and only others of their own wait.
    /// </summary>
    /// <exception cref="LimitReachedException">None became free.</exception>
    public Task<IDisposable> AnswerAsync(Caller caller, CancellationToken cancellationToken) =>
        AnswerAsync(caller.Id, feedOwner: null, cancellationToken);

    /// <summary>The same for the answer of a feed, which takes a place of the feed's, and none of its owner's own.</summary>
    /// <exception cref="LimitReachedException">None became free.</exception>
    public Task<IDisposable> AnswerAsync(OpenFeed feed, CancellationToken cancellationToken) =>
        AnswerAsync(feed.Reader.Id, feed.Owner.Id, cancellationToken);

    /// <summary>Ends the use of the limits.</summary>
    public void Dispose()
    {
        _all.Dispose();
        _large.Dispose();
        _answers.Dispose();
    }

    private async Task<IDisposable> AnswerAsync(string id, string? feedOwner, CancellationToken cancellationToken)
    {
        var ends = Environment.TickCount64 + (long)(options.Value.WaitSeconds * 1_000);
        var places = new Places();
        try
        {
            places.Add(await _answering.TryEnterAsync(id, Left(ends), cancellationToken) ?? throw OwnLimit());
            if (feedOwner is not null)
                places.Add(await _feeding.TryEnterAsync(feedOwner, Left(ends), cancellationToken) ?? throw FeedLimit());
            places.Add(
                await TryTakeAsync(_answers, Left(ends), cancellationToken) ?? throw ServerLimit(options.Value.Answers, "large answer"));
            return places;
        }
        catch
        {
            places.Dispose();
            throw;
        }
    }

    private static bool IsLarge(Document document) =>
        document.Bytes * (document.ContentEncoding is null ? 1 : Inflation) > LargeBytes;

    private static TimeSpan Left(long ends) => TimeSpan.FromMilliseconds(Math.Max(0, ends - Environment.TickCount64));

    private static async Task<IDisposable?> TryTakeAsync(SemaphoreSlim semaphore, TimeSpan wait, CancellationToken cancellationToken) =>
        await semaphore.WaitAsync(wait, cancellationToken) ? new Taken(semaphore) : null;

    private LimitReachedException OwnLimit() =>
        new(Sentence(options.Value.PerPerson, "You have", "large read", "the limit for one person"), RetryAfter);

    private LimitReachedException FeedLimit() => new(
        Sentence(FeedsAtOnce * options.Value.PerPerson, "The feeds of one person have", "large read", "their limit"), RetryAfter);

    private static LimitReachedException ServerLimit(int most, string what) =>
        new(Sentence(most, "This server has", what, "its limit"), RetryAfter, isServerBusy: true);

    private static string Sentence(int most, string who, string what, string whose)
    {
        var reads = most == 1 ? what : what + "s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{who} {most} {reads} running, {whose}. Try again in {RetryAfter.TotalSeconds:0} seconds.");
    }

    private sealed class Places : List<IDisposable>, IDisposable
    {
        public void Dispose()
        {
            for (var i = Count - 1; i >= 0; i--)
                this[i].Dispose();
            Clear();
        }
    }

    /// <summary>A large read leaves hundreds of megabytes of garbage, on top of which the next one must not begin.</summary>
    private sealed class Collection : IDisposable
    {
        public void Dispose() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    private sealed class Taken(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
