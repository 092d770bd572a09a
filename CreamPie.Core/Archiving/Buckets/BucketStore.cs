using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving.Buckets;

/// <summary>
/// The archive in an S3 bucket: the same files under the same names as in the folder. The bucket itself writes a file whole or not at all;
/// what was written is read back once. While the bucket is away, nothing new begins, and every few seconds one request asks for it.
/// </summary>
public sealed partial class BucketStore(IOptions<ArchiveOptions> options, TimeProvider time, ILogger<BucketStore> log)
    : IArchiveStore, IDisposable
{
    private const int MostReads = 4;

    private static readonly TimeSpan AfterTornRead = TimeSpan.FromMilliseconds(50);

    /// <summary>A start waits no longer for a bucket that does not answer.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(15);

    private readonly Lazy<AmazonS3Client> _client = new(() => BucketClient.Create(options.Value));
    private readonly BucketWatch _watch = new(time);

    /// <summary>False once the server has refused If-None-Match.</summary>
    private volatile bool _isConditional = true;

    /// <summary>Files of one answer to a list; a server gives no more than this. Less in tests.</summary>
    internal int PageSize { get; set; } = 1_000;

    private string Bucket => options.Value.Bucket!;

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => AskAsync<byte[]?>(
        async client =>
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    using var file = await client.GetObjectAsync(Bucket, KeyOf(name), cancellationToken);
                    using var bytes = new MemoryStream((int)file.ContentLength);
                    await file.ResponseStream.CopyToAsync(bytes, cancellationToken);
                    return bytes.ToArray();
                }
                catch (AmazonS3Exception fault) when (BucketFault.IsMissing(fault))
                {
                    return null;
                }
                catch (Exception torn) when (BucketFault.IsOfAnswer(torn) && tries < MostReads)
                {
                    await Task.Delay(AfterTornRead * tries, cancellationToken);
                }
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken) is { } bytes ? new MemoryStream(bytes, writable: false) : null;

    /// <inheritdoc/>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!await TryCreateAsync(name, bytes, cancellationToken))
        {
            if (Holds(await ReadAsync(name, cancellationToken), bytes))
                return;
            await PutAsync(name, bytes, isNew: false, cancellationToken);
        }
        if (!Holds(await ReadAsync(name, cancellationToken), bytes))
        {
            throw new ArchiveAwayException(
                $"{options.Value.Words.What} {Bucket} does not hold what was written to {KeyOf(name)}.", fault: null, isSetting: true);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A bucket cannot rename: the file is written anew, compared, and only then removed under its old name.</remarks>
    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (await ReadAsync(from, cancellationToken) is not { } bytes)
            throw new FileNotFoundException($"The bucket {Bucket} has no file {KeyOf(from)}.");
        await WriteAsync(to, bytes, cancellationToken);
        await DeleteAsync(from, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(client => client.DeleteObjectAsync(Bucket, KeyOf(name), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFile> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = KeyOf(folder) + "/", MaxKeys = PageSize };
        do
        {
            var page = await AskAsync(client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var file in page.S3Objects ?? [])
                yield return new(file.Key[options.Value.Prefix.Length..], file.LastModified.GetValueOrDefault().ToUniversalTime());
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public int Sweep(DateTime olderThan) => 0;

    /// <inheritdoc/>
    /// <remarks>A bucket that does not answer does not fail the start: the database is served, and the rest waits for the bucket.</remarks>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        var name = $"tmp/{Guid.NewGuid():N}.test";
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wait.CancelAfter(StartWait);
        try
        {
            await WriteAsync(name, RandomNumberGenerator.GetBytes(1_000), wait.Token);
            await DeleteAsync(name, wait.Token);
        }
        catch (ArchiveAwayException away) when (!away.IsSetting)
        {
            Log.StartsWithout(log, away.Message);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            var away = BucketFault.Of(late, options.Value);
            _watch.Lost(away.Message);
            Log.StartsWithout(log, away.Message);
        }
    }

    /// <inheritdoc/>
    // A list of one file at most: not every server answers with a part of a longer one.
    public string? WhyUnusable() => _watch.Why(cancellationToken => AskAsync(
        client => client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = Bucket, Prefix = KeyOf(FileName.Mark), MaxKeys = 1 }, cancellationToken),
        cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    /// <returns>False if there is a file of this name already.</returns>
    private async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!_isConditional)
            return !Holds(await ReadAsync(name, cancellationToken), bytes) && await PutAsync(name, bytes, isNew: false, cancellationToken);
        return await PutAsync(name, bytes, isNew: true, cancellationToken);
    }

    /// <summary>The bucket keeps its bytes if the name is taken, also by a writer who was faster by a moment.</summary>
    private Task<bool> PutAsync(string name, ReadOnlyMemory<byte> bytes, bool isNew, CancellationToken cancellationToken) => AskAsync(
        async client =>
        {
            var request = new PutObjectRequest
            {
                BucketName = Bucket,
                Key = KeyOf(name),
                InputStream = new MemoryStream(bytes.ToArray(), writable: false),
                UseChunkEncoding = false,
                IfNoneMatch = isNew ? "*" : null,
            };
            try
            {
                return (await client.PutObjectAsync(request, cancellationToken)).HttpStatusCode == HttpStatusCode.OK;
            }
            catch (AmazonS3Exception fault) when (isNew && BucketFault.IsTaken(fault))
            {
                return false;
            }
            catch (AmazonS3Exception fault) when (isNew && BucketFault.IsNotConditional(fault))
            {
                _isConditional = false;
                Log.NotConditional(log, fault.ErrorCode);
                return false;
            }
        },
        cancellationToken);

    private async Task<T> AskAsync<T>(Func<AmazonS3Client, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(_client.Value);
        }
        catch (Exception fault) when (BucketFault.Is(fault, cancellationToken))
        {
            var away = BucketFault.Of(fault, options.Value);
            _watch.Lost(away.Message);
            throw away;
        }
    }

    private static bool Holds(byte[]? stored, ReadOnlyMemory<byte> bytes) =>
        stored is not null && stored.AsSpan().SequenceEqual(bytes.Span);

    private string KeyOf(string name) => options.Value.Prefix + name;

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error, "Starting without the archive. {Why} Stored prices are served; pulls and imports wait until it is back.")]
        public static partial void StartsWithout(ILogger logger, string why);

        [LoggerMessage(
            2, LogLevel.Information,
            "The bucket's server knows no conditional writes ({Code}): files are looked up before they are written instead.")]
        public static partial void NotConditional(ILogger logger, string code);
    }
}
