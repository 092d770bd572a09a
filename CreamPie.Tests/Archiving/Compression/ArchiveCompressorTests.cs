using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Compression;

namespace CreamPie.Tests.Archiving.Compression;

/// <summary>A file is replaced by its compressed form, and its readers see no difference.</summary>
public sealed class ArchiveCompressorTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        string.Join('\n', Enumerable.Range(0, 2_000).Select(i => $"<tr><td>{i}</td><td>{i * 7 % 1_000}.25</td></tr>")));

    private static readonly string Hash = HashOf(Page);
    private static readonly string Plain = FileName.Of(Hash);
    private static readonly string Compressed = FileName.Of(Hash, ArchivedForms.Compressed);

    [Theory, OnBothStores]
    public async Task Compressed_file_is_smaller_and_reads_as_received(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);

        var saved = await CompressAsync(place.Store);

        Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
        var stored = await place.ReadAsync(Compressed);
        Assert.Equal(Page.Length - stored!.Length, saved);
        Assert.InRange(stored.Length, 1, Page.Length / 3);
        await AssertReadsAsync(place);
        Assert.Equal(0, await CompressAsync(place.Store));
    }

    [Theory, OnBothStores]
    public async Task Same_bytes_adopt_the_compressed_file(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await CompressAsync(place.Store);

        Assert.Equal(new ArchivedFile(Hash, Page.Length), await place.Archive.StoreAsync(Page, CancellationToken.None));

        Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
    }

    [Theory, OnBothStores]
    public async Task Damaged_compressed_file_is_detected_and_mended_by_the_same_bytes(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await CompressAsync(place.Store);
        var damaged = (await place.ReadAsync(Compressed))!;
        damaged[damaged.Length / 2] ^= 1;
        await place.WriteAsync(Compressed, damaged);

        await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.ReadAsync(Hash, CancellationToken.None));
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => place.Archive.OpenAsync(Hash, CancellationToken.None));
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await AssertReadsAsync(place);

        await CompressAsync(place.Store);
        Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
        await AssertReadsAsync(place);
    }

    [Theory, OnBothStores]
    public async Task File_that_does_not_shrink_stays(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        var noise = RandomNumberGenerator.GetBytes(20_000);
        await place.Archive.StoreAsync(noise, CancellationToken.None);

        Assert.Equal(0, await new ArchiveCompressor(place.Store).CompressAsync(HashOf(noise), CancellationToken.None));

        Assert.Equal([FileName.Of(HashOf(noise))], await place.NamesAsync(HashOf(noise)[..2]));
    }

    [Theory, OnBothStores]
    public async Task Damaged_file_is_not_compressed(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.WriteAsync(Plain, Page[1..]);

        Assert.Equal(0, await CompressAsync(place.Store));

        Assert.Equal([Plain], await place.NamesAsync(Hash[..2]));
    }

    [Theory, OnBothStores]
    public async Task Whole_compressed_file_is_read_beside_a_damaged_one(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await CompressAsync(place.Store);
        await place.WriteAsync(Plain, Page[1..]);

        await AssertReadsAsync(place);
        await CompressAsync(place.Store);
        Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
    }

    [Theory, OnBothStores]
    public async Task Compressed_file_that_was_set_aside_is_put_back_by_a_reader(StoreKind kind)
    {
        await using var place = await StoreUnderTest.CreateAsync(kind);
        await place.Archive.StoreAsync(Page, CancellationToken.None);
        await CompressAsync(place.Store);
        await place.PutAsideAsync(Hash);
        Assert.Equal([FileName.Of(Hash, ArchivedForms.CompressedAside)], await place.NamesAsync(Hash[..2]));

        await AssertReadsAsync(place);

        Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
    }

    /// <summary>Each operation of the store is the last of a process once: the bytes are there, and the next run finishes.</summary>
    [Theory, OnBothStores]
    public async Task Process_dying_at_any_step_leaves_the_bytes_and_the_next_run_finishes(StoreKind kind)
    {
        for (var (step, died) = (1, true); died; step++)
        {
            foreach (var after in (bool[])[false, true])
            {
                await using var place = await StoreUnderTest.CreateAsync(kind);
                await place.Archive.StoreAsync(Page, CancellationToken.None);
                var dying = new InterruptedStore(place.Store, step, after);

                var fault = await Record.ExceptionAsync(() => CompressAsync(dying));

                died = dying.HasDied;
                Assert.Equal(died, fault is InvalidOperationException);
                await AssertReadsAsync(place);
                await CompressAsync(place.Store);
                Assert.Equal([Compressed], await place.NamesAsync(Hash[..2]));
                await AssertReadsAsync(place);
            }
            Assert.True(died || step > 4, "It compresses in fewer steps than are safe.");
        }
    }

    /// <summary>Again and again. s3rver cuts an answer off when its file is removed meanwhile, which no bucket does.</summary>
    [Fact]
    public async Task Readers_and_writers_meanwhile_always_find_the_bytes()
    {
        await using var place = await StoreUnderTest.CreateAsync(StoreKind.Folder);
        for (var round = 0; round < 20; round++)
        {
            await place.Store.DeleteAsync(Compressed, CancellationToken.None);
            await place.Archive.StoreAsync(Page, CancellationToken.None);
            await Task.WhenAll(
                Task.Run(() => CompressAsync(place.Store)),
                Task.Run(() => place.Archive.ReadAsync(Hash, CancellationToken.None)),
                Task.Run(async () => await (await place.Archive.OpenAsync(Hash, CancellationToken.None)).DisposeAsync()),
                Task.Run(() => place.Archive.StoreAsync(Page, CancellationToken.None)));
            await AssertReadsAsync(place);
        }
    }

    private static Task<long> CompressAsync(IArchiveStore store) =>
        new ArchiveCompressor(store).CompressAsync(Hash, CancellationToken.None);

    private static async Task AssertReadsAsync(StoreUnderTest place)
    {
        Assert.Equal(Page, await place.Archive.ReadAsync(Hash, CancellationToken.None));
        await using var stream = await place.Archive.OpenAsync(Hash, CancellationToken.None);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(Page, copy.ToArray());
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
