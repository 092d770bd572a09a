using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>
/// Reads a body within the size limit and not below the minimum rate: a server that drips single bytes would otherwise
/// block a worker and its host's gate until the deadline.
/// </summary>
internal sealed class BodyReader(RetrievalOptions options, TimeProvider time)
{
    private const int Chunk = 64 << 10;

    private readonly TimeSpan _window = options.MinBytesPerSecond == 0 ? Timeout.InfiniteTimeSpan : options.RateWindow;

    /// <param name="Bytes">The whole body; null if there is a problem.</param>
    /// <param name="Problem">TooLarge, or Network for too low a rate; null if there is none.</param>
    internal readonly record struct Result(byte[]? Bytes, Reason? Problem);

    /// <param name="content">Not read yet.</param>
    /// <param name="passes">Name of the crash point to pass once the first bytes are there; null for none.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async Task<Result> ReadAsync(HttpContent content, string? passes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.WireLimit)
            return new Result(null, Reason.TooLarge);
        using var pace = new CancellationTokenSource(_window, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pace.Token);
        try
        {
            return await ReadAsync(content, passes, pace, both.Token);
        }
        catch (OperationCanceledException) when (pace.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Result(null, Reason.Network);
        }
    }

    private async Task<Result> ReadAsync(
        HttpContent content, string? passes, CancellationTokenSource pace, CancellationToken cancellationToken)
    {
        var quota = options.MinBytesPerSecond * options.RateWindow.TotalSeconds;
        using var body = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var chunk = new byte[Chunk];
        var due = quota;
        while (await stream.ReadAsync(chunk, cancellationToken) is var n and > 0)
        {
            if (body.Length + n > options.WireLimit)
                return new Result(null, Reason.TooLarge);
            if (body.Length == 0 && passes is not null)
                CrashPoint.Pass(passes);
            body.Write(chunk, 0, n);
            if (body.Length < due)
                continue;
            // Each quota received in time starts a new window.
            due = body.Length + quota;
            pace.CancelAfter(_window);
        }
        return new Result(body.ToArray(), null);
    }
}
