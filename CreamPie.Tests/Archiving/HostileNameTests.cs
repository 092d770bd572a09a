using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Archiving;

/// <summary>Archive file names are hashes and numbers, whatever the symbol, URL or file name; nothing is written outside.</summary>
public sealed class HostileNameTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "../", "..\\", "/", "\\", "\0", "CON", "NUL", "com1", "^GSPC", "BRK-B", "7203.T", "~", "$HOME", "%2e%2e", "\u202e", "\ud800",
        "é", "e\u0301", " ", "\r\n", ":", "*", "?", "<", "|", "a", "A", ".", "..", "…", "𝟙",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-archive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Hostile_names_stay_inside_the_archive_without_collisions()
    {
        var random = new Random(4);
        var storage = new StorageOptions { Path = Path.Combine(_folder, "data") };
        var archive = new Archive(new FolderStore(Options.Create(storage), NullLogger<FolderStore>.Instance));
        var hash = (await archive.StoreAsync("x"u8.ToArray(), CancellationToken.None)).Sha256;
        for (var i = 0; i < 10_000; i++)
        {
            var name = Name(random);
            // As a hash it is refused before it becomes a path.
            await Assert.ThrowsAsync<ArgumentException>(() => archive.ReadAsync(name, CancellationToken.None));
            if (Symbol.TryParse(name, out var symbol))
                Assert.Matches("^(?!.*\\.\\.)[A-Z0-9^][A-Z0-9.\\-^=]{0,19}$", symbol.Value);
            if (DroppedFileName.Of(name).Symbol is { } named)
                Assert.DoesNotContain("..", named.Value, StringComparison.Ordinal);
            // Flushes are slow, so only one in fifty is written.
            if (i % 50 == 0)
            {
                var bytes = Encoding.UTF8.GetBytes(name + i);
                var file = await archive.StoreAsync(bytes, CancellationToken.None);
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Sha256);
                await archive.WriteManifestAsync(
                    new Manifest(
                        i + 1, SourceName.DropFolder, name, name, "https://example.org/" + name, 200,
                        new Dictionary<string, string> { [name + "x"] = name }, name, name, null, default, hash, 1),
                    CancellationToken.None);
            }
        }

        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
        Assert.Equal(["archive"], Directory.EnumerateFileSystemEntries(storage.Path).Select(Path.GetFileName));
        Assert.All(
            Directory.EnumerateFiles(storage.Archive, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(storage.Archive, f)),
            file => Assert.Matches("^([0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\\.bin|documents/[0-9]+\\.json)$", file.Replace('\\', '/')));
        Assert.Equal(200, Directory.GetFiles(Path.Combine(storage.Archive, "documents")).Length);
    }

    private static string Name(Random random)
    {
        var name = new StringBuilder();
        var pieces = random.Next(10) == 0 ? 300 : random.Next(1, 8);
        for (var i = 0; i < pieces; i++)
            name.Append(Pieces[random.Next(Pieces.Length)]);
        return name.ToString();
    }
}
