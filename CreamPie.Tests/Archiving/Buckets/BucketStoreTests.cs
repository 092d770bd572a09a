using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Archiving.Buckets;

/// <summary>What only a bucket has: a server that may be away, refuse, or hold what another node wrote a moment ago.</summary>
public sealed class BucketStoreTests
{
    private const string Name = "ab/cd/file.bin";
    private const string Md5OfContent = "9a0364b9e99bb480dd25e1f0284c8555";
    private const string Path = "/any/" + Name;

    [Fact]
    public async Task Wrong_credentials_fail_the_start_and_name_their_settings()
    {
        var options = await S3Server.SharedAsync();
        options.AccessKey = "WRONG";
        using var store = S3Server.StoreOf(options);

        var fault = await Assert.ThrowsAsync<ArchiveAwayException>(() => store.TestAsync(CancellationToken.None));

        Assert.True(fault.IsSetting);
        Assert.Contains("Archive__AccessKey and Archive__SecretKey", fault.Message, StringComparison.Ordinal);
        Assert.Contains(options.Endpoint!, fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault.Message, store.WhyUnusable());
    }

    [Fact]
    public async Task Missing_bucket_fails_the_start_and_names_its_setting()
    {
        var options = await S3Server.SharedAsync();
        options.Bucket = "nobody-made-it";
        using var store = S3Server.StoreOf(options);

        var fault = await Assert.ThrowsAsync<ArchiveAwayException>(() => store.TestAsync(CancellationToken.None));

        Assert.True(fault.IsSetting);
        Assert.Contains("nobody-made-it", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Archive__Bucket", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bucket_that_is_away_does_not_fail_the_start_and_is_asked_again()
    {
        await using var server = await S3Server.StartNewAsync();
        await server.KillAsync();
        var time = new FakeTimeProvider();
        using var store = S3Server.StoreOf(server.Options(), time);

        await store.TestAsync(CancellationToken.None);
        Assert.Contains("cannot be reached", store.WhyUnusable(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArchiveAwayException>(() => store.ReadAsync(Name, CancellationToken.None));

        await server.StartAsync();
        await Eventually.SeeAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return Task.FromResult(store.WhyUnusable() is null ? "back" : null);
        });
    }

    [Fact]
    public async Task Bucket_with_many_files_is_found_usable_again_and_again()
    {
        var time = new FakeTimeProvider();
        using var store = S3Server.StoreOf(await S3Server.SharedAsync(), time);
        for (var file = 0; file < 3; file++)
            await store.WriteAsync($"{Name}{file}", "x"u8.ToArray(), CancellationToken.None);

        // Asked in the background: what an earlier question has found out is told to a later one.
        for (var minute = 0; minute < 5; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(2));
            Assert.Null(store.WhyUnusable());
            await store.ReadAsync(Name, CancellationToken.None);
            using var answer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await answer.WaitForNextTickAsync();
        }
    }

    [Fact]
    public async Task Server_that_never_answers_is_left_within_the_time_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var store = S3Server.StoreOf(new ArchiveOptions
        {
            Bucket = "any",
            Endpoint = $"http://{silent.LocalEndpoint}",
            AccessKey = "a",
            SecretKey = "b",
            TimeoutSeconds = 1,
        });

        var fault = await Assert.ThrowsAsync<ArchiveAwayException>(() => store.ReadAsync(Name, CancellationToken.None));

        Assert.False(fault.IsSetting);
        Assert.Contains("Archive__TimeoutSeconds", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>As a file looks that another node is writing at this moment, to a server that is not strict.</summary>
    [Theory]
    [InlineData("cut off", "d41d8cd98f00b204e9800998ecf8427e", 3)]
    [InlineData("of another checksum", "00000000000000000000000000000000", 0)]
    [InlineData("with an unreadable checksum", "none", 0)]
    public async Task Damaged_answer_is_asked_for_again_and_told_if_it_stays(string damage, string etag, int missing)
    {
        using var server = new RawHttpServer();
        using var store = S3Server.StoreOf(new ArchiveOptions
        {
            Bucket = "any",
            Endpoint = server.Root.ToString(),
            AccessKey = "a",
            SecretKey = "b",
        });
        var bytes = "content"u8.ToArray();
        var right = Answer(bytes, Md5OfContent, bytes.Length);
        var wrong = Answer(bytes[..^missing], etag, bytes.Length);
        server.On(Path, (stream, cancel) => stream.WriteAsync(server.Connections == 1 ? wrong : right, cancel).AsTask());

        Assert.Equal(bytes, await store.ReadAsync(Name, CancellationToken.None));
        Assert.Equal(2, server.Connections);
        server.On(Path, wrong);

        var fault = await Assert.ThrowsAsync<ArchiveAwayException>(() => store.ReadAsync(Name, CancellationToken.None));
        Assert.False(fault.IsSetting, damage);
        Assert.Contains(server.Root.ToString(), fault.Message, StringComparison.Ordinal);

        static byte[] Answer(byte[] body, string etag, int length) => RawHttpServer.Raw(
            200, body, $"ETag: \"{etag}\"", "Last-Modified: Mon, 02 Mar 2026 12:00:00 GMT", $"Content-Length: {length}");
    }

    [Fact]
    public async Task Cancelled_write_is_a_cancellation_and_writes_nothing()
    {
        using var store = S3Server.StoreOf(await S3Server.SharedAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync(Name, new byte[9], new CancellationToken(true)));

        Assert.Null(await store.ReadAsync(Name, CancellationToken.None));
        Assert.Null(store.WhyUnusable());
    }

    /// <summary>s3rver fails where an answer ends before the list does.</summary>
    [MotoFact]
    public async Task List_goes_on_after_the_first_answer()
    {
        await using var server = await MotoServer.StartAsync();
        using var store = S3Server.StoreOf(server.Options);
        store.PageSize = 3;
        for (var i = 0; i < 7; i++)
            await store.WriteAsync($"documents/{i}.json", new byte[] { 1 }, CancellationToken.None);

        var names = await store.ListAsync("documents", CancellationToken.None).Select(f => f.Name).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"documents/{i}.json"), names.Order(StringComparer.Ordinal));
    }

    /// <summary>On a server that keeps what a conditional write finds: nobody overwrites, and damage is still mended.</summary>
    [MotoFact]
    public async Task Conditional_write_leaves_a_file_alone_and_replaces_a_damaged_one()
    {
        await using var server = await MotoServer.StartAsync();
        using var client = S3Server.ClientOf(server.Options);
        using var store = S3Server.StoreOf(server.Options);
        var bytes = RandomNumberGenerator.GetBytes(10_000);
        await store.WriteAsync(Name, bytes, CancellationToken.None);
        var written = (await client.GetObjectMetadataAsync(S3Server.Bucket, Name)).LastModified;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.WriteAsync(Name, bytes, CancellationToken.None)));
        Assert.Equal(written, (await client.GetObjectMetadataAsync(S3Server.Bucket, Name)).LastModified);
        await client.PutObjectAsync(new() { BucketName = S3Server.Bucket, Key = Name, ContentBody = "damaged" });
        await store.WriteAsync(Name, bytes, CancellationToken.None);

        Assert.Equal(bytes, await store.ReadAsync(Name, CancellationToken.None));
        await Assert.ThrowsAsync<Amazon.S3.AmazonS3Exception>(() => client.PutObjectAsync(
            new() { BucketName = S3Server.Bucket, Key = Name, ContentBody = "other", IfNoneMatch = "*" }));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/bucket", "a", "b", "", "Archive__Endpoint")]
    [InlineData("127.0.0.1:9", "a", "b", "", "Archive__Endpoint")]
    [InlineData("http://127.0.0.1:9", "a", null, "", "Archive__SecretKey")]
    [InlineData("http://127.0.0.1:9", "a", "b", "creampie", "Archive__Prefix")]
    public void Wrong_setting_is_named(string endpoint, string? key, string? secret, string prefix, string named)
    {
        var options = new ArchiveOptions { Bucket = "any", Endpoint = endpoint, AccessKey = key, SecretKey = secret, Prefix = prefix };
        Assert.Contains(named, Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_a_bucket_without_its_name_are_refused()
    {
        var options = new ArchiveOptions { Endpoint = "http://127.0.0.1:9" };
        Assert.Contains("Archive__Bucket", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "(Archive__Region=us-east-1)")]
    [InlineData("http://127.0.0.1:9", "(Archive__Endpoint)")]
    public void Unreachable_bucket_is_told_with_the_setting_that_says_where_it_is(string? endpoint, string setting)
    {
        var options = new ArchiveOptions { Bucket = "any", Endpoint = endpoint };
        Assert.Contains(setting, BucketFault.Of(new HttpRequestException("refused"), options).Message, StringComparison.Ordinal);
    }
}
