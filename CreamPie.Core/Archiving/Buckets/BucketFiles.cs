using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreamPie.Core.Archiving.Buckets;

/// <summary>What backups need of a bucket beyond what an archive needs: files too large for memory, and lists with sizes.</summary>
internal sealed class BucketFiles(ArchiveOptions options) : IDisposable
{
    private const int MostParts = 9_000;

    /// <summary>A server that sends nothing for so long sends no more.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private readonly Lazy<AmazonS3Client> _client = new(() => BucketClient.Create(options));

    /// <summary>Larger files are sent in parts of this size. Five MB is the least that servers take.</summary>
    internal long PartSize { get; set; } = 16 << 20;

    /// <summary>The files whose names begin like this.</summary>
    public async IAsyncEnumerable<BucketFile> ListAsync(string beginning, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix + beginning };
        do
        {
            var page = await AskAsync(() => _client.Value.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var file in page.S3Objects ?? [])
            {
                yield return new(
                    file.Key[options.Prefix.Length..], file.Size.GetValueOrDefault(),
                    file.LastModified.GetValueOrDefault().ToUniversalTime());
            }
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Sends a file; it is there whole or not at all. The signatures cover its bytes.</summary>
    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            if (new FileInfo(path).Length > PartSize)
                return await UploadPartsAsync(options.Prefix + name, path, cancellationToken);
            await using var file = File.OpenRead(path);
            await _client.Value.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = options.Bucket,
                    Key = options.Prefix + name,
                    InputStream = file,
                    UseChunkEncoding = false,
                },
                cancellationToken);
            return true;
        },
        cancellationToken);

    /// <returns>False if there is no such file.</returns>
    public Task<bool> DownloadAsync(string name, string path, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            try
            {
                using var file = await _client.Value.GetObjectAsync(options.Bucket, options.Prefix + name, cancellationToken);
                await using var to = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
                await CopyAsync(file.ResponseStream, to, cancellationToken);
                return true;
            }
            catch (AmazonS3Exception fault) when (BucketFault.IsMissing(fault))
            {
                return false;
            }
        },
        cancellationToken);

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private async Task<bool> UploadPartsAsync(string key, string path, CancellationToken cancellationToken)
    {
        var size = new FileInfo(path).Length;
        var partSize = Math.Max(PartSize, size / MostParts);
        var upload = (await _client.Value.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key }, cancellationToken)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            for (var at = 0L; at < size; at += partSize)
            {
                var part = await _client.Value.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = options.Bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = parts.Count + 1,
                        PartSize = Math.Min(partSize, size - at),
                        FilePath = path,
                        FilePosition = at,
                        UseChunkEncoding = false,
                    },
                    cancellationToken);
                parts.Add(new PartETag(parts.Count + 1, part.ETag));
            }
            await _client.Value.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = upload, PartETags = parts },
                cancellationToken);
            return true;
        }
        catch
        {
            await AbortAsync(key, upload);
            throw;
        }
    }

    /// <summary>What is left of an upload costs money until it is aborted.</summary>
    private async Task AbortAsync(string key, string upload)
    {
        try
        {
            await _client.Value.AbortMultipartUploadAsync(options.Bucket, key, upload, CancellationToken.None);
        }
        catch (Exception fault) when (BucketFault.Is(fault, CancellationToken.None))
        {
            // The bucket is away; what has failed before says why.
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[1 << 18];
        while (true)
        {
            stop.CancelAfter(Silence);
            var read = await from.ReadAsync(buffer, stop.Token);
            if (read == 0)
                return;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (BucketFault.Is(fault, cancellationToken))
        {
            throw BucketFault.Of(fault, options);
        }
    }
}

/// <summary>A file of a bucket.</summary>
/// <param name="Name">Without what all names begin with.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">UTC.</param>
internal readonly record struct BucketFile(string Name, long Bytes, DateTime Written);
