using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Archiving;

/// <summary>What holds in a folder and in a bucket.</summary>
public sealed class ArchiveTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<html>a page</html>");
    private static readonly string PageHash = Convert.ToHexStringLower(SHA256.HashData(Page));
    private static readonly string PageFile = $"{PageHash[..2]}/{PageHash[2..4]}/{PageHash}.bin";

    [Theory, OnBothStores]
    public async Task Bytes_are_stored_under_their_hash_and_read_back(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);

        var stored = await place.Archive.StoreAsync(Page, CancellationToken.None);

        Assert.Equal(new ArchivedFile(PageHash, Page.Length), stored);
        Assert.Equal([PageFile], await place.NamesAsync(PageHash[..2]));
        Assert.Equal(Page, await place.ReadAsync(PageFile));
        Assert.Equal(Page, await place.Archive.ReadAsync(PageHash, CancellationToken.None));
        await using var stream = await place.Archive.OpenAsync(PageHash, CancellationToken.None);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(Page, copy.ToArray());
    }

    [Theory, OnBothStores]
    public async Task Empty_body_is_stored(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);

        var stored = await place.Archive.StoreAsync(Array.Empty<byte>(), CancellationToken.None);

        Assert.Equal(0, stored.Bytes);
        Assert.Empty(await place.Archive.ReadAsync(stored.Sha256, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task Damaged_file_is_replaced(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await place.WriteAsync(PageFile, Page[..5]);

        await place.Archive.StoreAsync(Page, CancellationToken.None);

        Assert.Equal(Page, await place.Archive.ReadAsync(PageHash, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task Concurrent_writers_of_the_same_bytes_all_succeed(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => place.Archive.StoreAsync(bytes, CancellationToken.None))));

        Assert.Single(stored.Distinct());
        Assert.Equal(bytes, await place.Archive.ReadAsync(stored[0].Sha256, CancellationToken.None));
        Assert.Empty(await place.NamesAsync("tmp"));
    }

    [Theory, OnBothStores]
    public async Task Flipped_bit_is_detected_on_read(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        var damaged = Page.ToArray();
        damaged[7] ^= 1;
        await place.WriteAsync(PageFile, damaged);

        var e = await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.ReadAsync(PageHash, CancellationToken.None));
        Assert.Contains(PageHash, e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.OpenAsync(PageHash, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task Missing_file_is_detected_on_read(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.ReadAsync(PageHash, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task File_that_was_set_aside_is_put_back_by_a_reader(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await place.PutAsideAsync(PageHash);
        Assert.Null(await place.ReadAsync(PageFile));

        Assert.Equal(Page, await place.Archive.ReadAsync(PageHash, CancellationToken.None));
        Assert.Equal([PageFile], await place.NamesAsync(PageHash[..2]));
    }

    [Theory, OnBothStores]
    public async Task Self_test_passes_and_leaves_nothing(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.SelfTestAsync(CancellationToken.None);
        Assert.Empty(await place.NamesAsync("tmp"));
        Assert.Null(place.Store.WhyUnusable());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("..")]
    [InlineData("CON")]
    [InlineData("^GSPC")]
    [InlineData("/etc/passwd/////////////////////////////////////////////////////")]
    [InlineData("AB00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ab0000000000000000000000000000000000000000000000000000000000000\0")]
    [InlineData("ab/000000000000000000000000000000000000000000000000000000000000..")]
    [InlineData("ab000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("٠٠00000000000000000000000000000000000000000000000000000000000000")]
    public async Task Only_a_hash_becomes_a_path(string name)
    {
        await using var place = await StoreUnderTest.CreateAsync(StoreKind.Folder);
        await Assert.ThrowsAsync<ArgumentException>(() => place.Archive.ReadAsync(name, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task Manifest_records_everything_that_the_bytes_do_not(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        var manifest = ManifestOf(7, PageHash);

        await place.Archive.WriteManifestAsync(manifest, CancellationToken.None);
        var read = await place.Archive.ReadManifestAsync(7, CancellationToken.None);

        Assert.NotNull(read);
        Assert.Equal(manifest.Headers, read.Headers);
        Assert.Equal(manifest with { Headers = null }, read with { Headers = null });
        Assert.Equal(DateTimeKind.Utc, read.KnownAt.Kind);
        var text = Encoding.UTF8.GetString((await place.ReadAsync("documents/7.json"))!);
        Assert.Contains("\n  \"source\": \"YahooPage\"", text, StringComparison.Ordinal);
        Assert.Contains("\"knownAt\": \"2025-06-16T10:00:00.123Z\"", text, StringComparison.Ordinal);
        Assert.Empty(await place.NamesAsync("tmp"));
    }

    [Theory, OnBothStores]
    public async Task Document_without_a_manifest_reads_as_null(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        Assert.Null(await place.Archive.ReadManifestAsync(1, CancellationToken.None));
    }

    [Theory, OnBothStores]
    public async Task Manifest_of_the_same_id_with_other_bytes_is_kept(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        var other = new string('a', 64);
        await place.Archive.WriteManifestAsync(ManifestOf(7, other), CancellationToken.None);
        await place.Archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        await place.Archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);

        Assert.Equal(PageHash, (await place.Archive.ReadManifestAsync(7, CancellationToken.None))!.Sha256);
        Assert.Equal([$"documents/7.{other}.json", "documents/7.json"], await place.NamesAsync("documents"));
    }

    [Theory, OnBothStores]
    public async Task Damaged_manifest_is_detected_and_replaced(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        await place.WriteAsync("documents/7.json", "{ \"id\": "u8.ToArray());

        await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.ReadManifestAsync(7, CancellationToken.None));
        await place.Archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        Assert.NotNull(await place.Archive.ReadManifestAsync(7, CancellationToken.None));
        Assert.NotNull(await place.ReadAsync("documents/7.damaged"));
    }

    private static Manifest ManifestOf(int id, string sha256) => new(
        id, SourceName.YahooPage, "BRK-B", null, "https://finance.yahoo.com/quote/BRK-B/history/?period1=0&period2=1", 200,
        new Dictionary<string, string> { ["Content-Type"] = "text/html; charset=utf-8" }, "text/html", "gzip",
        new DateTime(2025, 6, 16, 9, 59, 58, DateTimeKind.Utc), new DateTime(2025, 6, 16, 10, 0, 0, 123, DateTimeKind.Utc), sha256, 19);
}
