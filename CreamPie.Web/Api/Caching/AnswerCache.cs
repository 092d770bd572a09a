using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Api.Caching;

/// <summary>
/// Keeps answers as they are sent, each written and compressed once for a version of its stock. A place holds one version: the tag that
/// the caller has just read decides whether it still holds, and nothing else does. Beyond its size, what nobody asked for longest goes.
/// </summary>
internal sealed class AnswerCache : IDisposable
{
    private static readonly string?[] Encodings = [null, "br", "gzip"];

    private readonly long _limit;
    private readonly MemoryCache _kept;
    private readonly AnswerMeter _meter;
    private readonly IResponseCompressionProvider _compression;
    private readonly Flights<(AnswerKey Key, string Tag), KeptAnswer?> _writing = new();
    private readonly Flights<(AnswerKey Key, string Tag, string? Encoding), KeptAnswer?> _encoding = new();

    public AnswerCache(IOptions<AnswerCacheOptions> options, IResponseCompressionProvider compression, AnswerMeter meter)
    {
        _limit = (long)options.Value.Megabytes << 20;
        _kept = new(new MemoryCacheOptions { SizeLimit = _limit, TrackStatistics = true });
        _compression = compression;
        _meter = meter;
        meter.Watch(() => _kept.GetCurrentStatistics()!);
    }

    /// <summary>The answer, if it is kept in the encoding that the caller prefers.</summary>
    /// <param name="context">Of a caller who may read it.</param>
    /// <param name="key">Of the answer.</param>
    /// <param name="tag">What it depends on now.</param>
    public KeptAnswer? Find(HttpContext context, AnswerKey key, string tag) => Find(key, tag, Wanted(context)?.EncodingName);

    /// <summary>The answer, written if it is not kept; null if <paramref name="write"/> gave none.</summary>
    /// <param name="context">Of a caller who may read it.</param>
    /// <param name="key">Of the answer.</param>
    /// <param name="tag">What it depends on now.</param>
    /// <param name="write">The plain answer, of this tag or a newer one. Runs to its end, for all who wait for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<KeptAnswer?> GetAsync(
        HttpContext context, AnswerKey key, string tag, Func<Task<KeptAnswer?>> write, CancellationToken cancellationToken)
    {
        var encoder = Wanted(context);
        var encoding = encoder?.EncodingName;
        var kept = Find(key, tag, encoding);
        _meter.Asked(key.Form, kept is not null);
        return kept ?? await _encoding.RunAsync((key, tag, encoding), EncodeAsync, cancellationToken);

        async Task<KeptAnswer?> EncodeAsync()
        {
            // Another caller's work may have ended since.
            if (Find(key, tag, encoding) is { } other)
                return other;
            if (await _writing.RunAsync((key, tag), () => PlainAsync(key, tag, write), CancellationToken.None) is not { } plain)
                return null;
            var answer = encoder is null ? plain : await EncodedAsync(plain, encoder);
            Keep(key, encoding, answer);
            return answer;
        }
    }

    /// <summary>How many are kept; one for each encoding.</summary>
    internal int Count => _kept.Count;

    public void Dispose() => _kept.Dispose();

    /// <summary>Parts are parts of the plain bytes.</summary>
    private ICompressionProvider? Wanted(HttpContext context) =>
        context.Request.Headers.Range.Count == 0 && _compression.CheckRequestAcceptsCompression(context)
            ? _compression.GetCompressionProvider(context)
            : null;

    private KeptAnswer? Find(AnswerKey key, string tag, string? encoding) =>
        _kept.TryGetValue((key, encoding), out KeptAnswer? answer) && answer!.Tag == tag ? answer : null;

    /// <summary>From another encoding that is kept, for that is faster than to read and write it again.</summary>
    private async Task<KeptAnswer?> PlainAsync(AnswerKey key, string tag, Func<Task<KeptAnswer?>> write)
    {
        var kept = Encodings.Select(encoding => Find(key, tag, encoding)).FirstOrDefault(answer => answer is not null);
        return kept is null ? await write() : await DecodedAsync(kept);
    }

    private void Keep(AnswerKey key, string? encoding, KeptAnswer answer)
    {
        var size = new MemoryCacheEntryOptions { Size = answer.Size + key.Form.Length * sizeof(char) };
        // It would only push out the others.
        if (size.Size > _limit)
            return;
        _kept.Set((key, encoding), answer, size);
        if (_kept.TryGetValue((key, encoding), out _))
            return;
        // A full cache takes nothing new until something has gone.
        _kept.Compact(0.1);
        _kept.Set((key, encoding), answer, size);
    }

    private static async Task<KeptAnswer> EncodedAsync(KeptAnswer plain, ICompressionProvider encoder)
    {
        if (plain.Bytes.Length < KeptAnswer.SmallestEncoded)
            return plain;
        using var encoded = new MemoryStream(plain.Bytes.Length / 4);
        await using (var stream = encoder.CreateStream(encoded))
            await stream.WriteAsync(plain.Bytes);
        return plain with { Bytes = encoded.ToArray(), Encoding = encoder.EncodingName };
    }

    private static async Task<KeptAnswer> DecodedAsync(KeptAnswer answer)
    {
        if (answer.Encoding is null)
            return answer;
        using var encoded = new MemoryStream(answer.Bytes);
        await using Stream stream = answer.Encoding == "br"
            ? new BrotliStream(encoded, CompressionMode.Decompress)
            : new GZipStream(encoded, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await stream.CopyToAsync(plain);
        return answer with { Bytes = plain.ToArray(), Encoding = null };
    }
}
