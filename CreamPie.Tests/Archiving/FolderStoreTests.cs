using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Archiving;

/// <summary>What only a folder has: temporary files, renames and a disk.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<html>a page</html>");
    private static readonly string PageHash = Convert.ToHexStringLower(SHA256.HashData(Page));

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-archive-").FullName;
    private readonly StorageOptions _storage;
    private readonly Archive _archive;

    public FolderStoreTests()
    {
        _storage = new StorageOptions { Path = Path.Combine(_folder, "data") };
        _archive = new Archive(new FolderStore(Options.Create(_storage), NullLogger<FolderStore>.Instance));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(string sha256) => Path.Combine(_storage.Archive, sha256[..2], sha256[2..4], sha256 + ".bin");

    private string[] Temporary => Directory.GetFiles(Path.Combine(_storage.Archive, "tmp"));

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
}
