using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Archiving;

public sealed class ArchiveTests : IDisposable
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<html>a page</html>");
    private static readonly string PageHash = Convert.ToHexStringLower(SHA256.HashData(Page));

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-archive-").FullName;
    private readonly StorageOptions _storage;
    private readonly Archive _archive;

    public ArchiveTests()
    {
        _storage = new StorageOptions { Path = Path.Combine(_folder, "data") };
        _archive = new Archive(Options.Create(_storage));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(string sha256) => Path.Combine(_storage.Archive, sha256[..2], sha256[2..4], sha256 + ".bin");

    private string[] Temporary => Directory.GetFiles(Path.Combine(_storage.Archive, "tmp"));

    [Fact]
    public async Task Bytes_are_stored_under_their_hash_and_read_back()
    {
        var stored = await _archive.StoreAsync(Page, CancellationToken.None);

        Assert.Equal(new ArchivedFile(PageHash, Page.Length), stored);
        Assert.Equal(Page, await File.ReadAllBytesAsync(FileOf(PageHash)));
        Assert.Equal(Page, await _archive.ReadAsync(PageHash, CancellationToken.None));
        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Empty_body_is_stored()
    {
        var stored = await _archive.StoreAsync(Array.Empty<byte>(), CancellationToken.None);

        Assert.Equal(0, stored.Bytes);
        Assert.Empty(await _archive.ReadAsync(stored.Sha256, CancellationToken.None));
    }

    [Fact]
    public async Task Same_bytes_adopt_the_existing_file()
    {
        await _archive.StoreAsync(Page, CancellationToken.None);
        var written = DateTime.UnixEpoch.AddYears(40);
        File.SetLastWriteTimeUtc(FileOf(PageHash), written);

        Assert.Equal(PageHash, (await _archive.StoreAsync(Page, CancellationToken.None)).Sha256);
        Assert.Equal(written, File.GetLastWriteTimeUtc(FileOf(PageHash)));
    }

    [Fact]
    public async Task Damaged_file_is_replaced()
    {
        await _archive.StoreAsync(Page, CancellationToken.None);
        await File.WriteAllBytesAsync(FileOf(PageHash), Page[..5]);

        await _archive.StoreAsync(Page, CancellationToken.None);

        Assert.Equal(Page, await _archive.ReadAsync(PageHash, CancellationToken.None));
    }

    [Fact]
    public async Task Concurrent_writers_of_the_same_bytes_all_succeed()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => _archive.StoreAsync(bytes, CancellationToken.None))));

        Assert.Single(stored.Distinct());
        Assert.Equal(bytes, await _archive.ReadAsync(stored[0].Sha256, CancellationToken.None));
        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Flipped_bit_is_detected_on_read()
    {
        await _archive.StoreAsync(Page, CancellationToken.None);
        var damaged = Page.ToArray();
        damaged[7] ^= 1;
        await File.WriteAllBytesAsync(FileOf(PageHash), damaged);

        var e = await Assert.ThrowsAsync<ArchiveCorruptException>(() => _archive.ReadAsync(PageHash, CancellationToken.None));
        Assert.Contains(PageHash, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_is_detected_on_read() =>
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => _archive.ReadAsync(PageHash, CancellationToken.None));

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
    public async Task Only_a_hash_becomes_a_path(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _archive.ReadAsync(name, CancellationToken.None));

    [Fact]
    public async Task Failed_store_leaves_nothing_behind()
    {
        // A file blocks the folder of the bytes.
        Directory.CreateDirectory(Path.Combine(_storage.Archive, PageHash[..2]));
        await File.WriteAllTextAsync(Path.Combine(_storage.Archive, PageHash[..2], PageHash[2..4]), "in the way");

        await Assert.ThrowsAnyAsync<IOException>(() => _archive.StoreAsync(Page, CancellationToken.None));
        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Failed_rename_leaves_nothing_behind()
    {
        // A folder blocks the file.
        Directory.CreateDirectory(Path.Combine(FileOf(PageHash), "in the way"));

        await Assert.ThrowsAnyAsync<Exception>(() => _archive.StoreAsync(Page, CancellationToken.None));
        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Cancelled_store_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _archive.StoreAsync(Page, new CancellationToken(canceled: true)));

        Assert.Empty(Temporary);
        Assert.False(File.Exists(FileOf(PageHash)));
    }

    [Fact]
    public async Task Manifest_records_everything_that_the_bytes_do_not()
    {
        var manifest = ManifestOf(7, PageHash);

        await _archive.WriteManifestAsync(manifest, CancellationToken.None);
        var read = await _archive.ReadManifestAsync(7, CancellationToken.None);

        Assert.NotNull(read);
        Assert.Equal(manifest.Headers, read.Headers);
        Assert.Equal(manifest with { Headers = null }, read with { Headers = null });
        Assert.Equal(DateTimeKind.Utc, read.KnownAt.Kind);
        var text = await File.ReadAllTextAsync(Path.Combine(_storage.Archive, "documents", "7.json"));
        Assert.Contains("\n  \"source\": \"YahooPage\"", text, StringComparison.Ordinal);
        Assert.Contains("\"knownAt\": \"2025-06-16T10:00:00.123Z\"", text, StringComparison.Ordinal);
        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Document_without_a_manifest_reads_as_null() =>
        Assert.Null(await _archive.ReadManifestAsync(1, CancellationToken.None));

    [Fact]
    public async Task Manifest_of_the_same_id_with_other_bytes_is_kept()
    {
        var other = new string('a', 64);
        await _archive.WriteManifestAsync(ManifestOf(7, other), CancellationToken.None);
        await _archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        await _archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);

        Assert.Equal(PageHash, (await _archive.ReadManifestAsync(7, CancellationToken.None))!.Sha256);
        Assert.Equal(
            ["7.json", $"7.{other}.json"],
            Directory.GetFiles(Path.Combine(_storage.Archive, "documents"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .Reverse());
    }

    [Fact]
    public async Task Damaged_manifest_is_detected_and_replaced()
    {
        await _archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_storage.Archive, "documents", "7.json"), "{ \"id\": ");

        await Assert.ThrowsAsync<ArchiveCorruptException>(() => _archive.ReadManifestAsync(7, CancellationToken.None));
        await _archive.WriteManifestAsync(ManifestOf(7, PageHash), CancellationToken.None);
        Assert.NotNull(await _archive.ReadManifestAsync(7, CancellationToken.None));
        Assert.True(File.Exists(Path.Combine(_storage.Archive, "documents", "7.damaged")));
    }

    [Fact]
    public async Task Old_temporary_files_are_swept_and_young_ones_are_not()
    {
        var now = DateTime.UnixEpoch.AddYears(50);
        Assert.Equal(0, _archive.SweepTemporaryFiles(now));
        await _archive.StoreAsync(Page, CancellationToken.None);
        var (old, young) = (Path.Combine(_storage.Archive, "tmp", "old"), Path.Combine(_storage.Archive, "tmp", "young"));
        await File.WriteAllTextAsync(old, "");
        await File.WriteAllTextAsync(young, "");
        File.SetLastWriteTimeUtc(old, now.AddHours(-2));
        File.SetLastWriteTimeUtc(young, now);

        Assert.Equal(1, _archive.SweepTemporaryFiles(now.AddHours(-1)));
        Assert.Equal([young], Temporary);
        Assert.True(File.Exists(FileOf(PageHash)));
    }

    [Fact]
    public async Task Self_test_passes_on_a_writable_archive_and_leaves_nothing()
    {
        await _archive.SelfTestAsync(CancellationToken.None);

        Assert.Empty(Temporary);
    }

    [Fact]
    public async Task Self_test_names_the_key_of_an_unwritable_archive()
    {
        await File.WriteAllTextAsync(_storage.Path, "a file, no folder");

        var e = await Assert.ThrowsAsync<IOException>(() => _archive.SelfTestAsync(CancellationToken.None));
        Assert.Contains("Storage__Path", e.Message, StringComparison.Ordinal);
    }

    private static Manifest ManifestOf(int id, string sha256) => new(
        id, SourceName.YahooPage, "BRK-B", null, "https://finance.yahoo.com/quote/BRK-B/history/?period1=0&period2=1", 200,
        new Dictionary<string, string> { ["Content-Type"] = "text/html; charset=utf-8" }, "text/html", "gzip",
        new DateTime(2025, 6, 16, 9, 59, 58, DateTimeKind.Utc), new DateTime(2025, 6, 16, 10, 0, 0, 123, DateTimeKind.Utc), sha256, 19);
}
