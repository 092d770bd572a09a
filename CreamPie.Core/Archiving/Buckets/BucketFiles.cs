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
            var page = await AskAsync(client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
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

    /// <summary>
    /// Sends a file; it is there whole or not at all. The signatures cover its bytes. Each part is read before it is sent, so that a fault
    /// of the local disk is not taken for one of the bucket.
    /// </summary>
    /// <exception cref="ArchiveAwayException">The bucket.</exception>
    /// <exception cref="IOException">The local file.</exception>
    /// <exception cref="UnauthorizedAccessException">The local file.</exception>
    public async Task UploadAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.Length > PartSize)
        {
            await UploadPartsAsync(options.Prefix + name, file, cancellationToken);
            return;
        }
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = options.Prefix + name,
            InputStream = new MemoryStream(bytes, writable: false),
            UseChunkEncoding = false,
        };
        await AskAsync(client => client.PutObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <returns>False if there is no such file.</returns>
    /// <exception cref="ArchiveAwayException">The bucket.</exception>
    /// <exception cref="IOException">The local file.</exception>
    /// <exception cref="UnauthorizedAccessException">The local file.</exception>
    public async Task<bool> DownloadAsync(string name, string path, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(client => FindAsync(client, options.Prefix + name, cancellationToken), cancellationToken);
        if (answer is null)
            return false;
        await using var to = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[1 << 18];
        while (await AskAsync(_ => ReadAsync(answer.ResponseStream, buffer, stop), cancellationToken) is > 0 and var read)
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        return true;
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private async Task<GetObjectResponse?> FindAsync(AmazonS3Client client, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetObjectAsync(options.Bucket, key, cancellationToken);
        }
        catch (AmazonS3Exception fault) when (BucketFault.IsMissing(fault))
        {
            return null;
        }
    }

    private static async Task<int> ReadAsync(Stream from, byte[] buffer, CancellationTokenSource stop)
    {
        stop.CancelAfter(Silence);
        return await from.ReadAsync(buffer, stop.Token);
    }

    private async Task UploadPartsAsync(string key, FileStream file, CancellationToken cancellationToken)
    {
        var size = file.Length;
        var buffer = new byte[Math.Max(PartSize, size / MostParts)];
        var begin = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key };
        var upload = (await AskAsync(client => client.InitiateMultipartUploadAsync(begin, cancellationToken), cancellationToken)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            for (var at = 0L; at < size; at += buffer.Length)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, size - at));
                await file.ReadExactlyAsync(part, cancellationToken);
                var request = new UploadPartRequest
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    PartSize = part.Length,
                    InputStream = new MemoryStream(buffer, 0, part.Length, writable: false),
                    UseChunkEncoding = false,
                };
                var sent = await AskAsync(client => client.UploadPartAsync(request, cancellationToken), cancellationToken);
                parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            }
            var end = new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = upload, PartETags = parts };
            await AskAsync(client => client.CompleteMultipartUploadAsync(end, cancellationToken), cancellationToken);
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

    /// <summary>For requests and answers only: what fails in here is the bucket's.</summary>
    private async Task<T> AskAsync<T>(Func<AmazonS3Client, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(_client.Value);
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
