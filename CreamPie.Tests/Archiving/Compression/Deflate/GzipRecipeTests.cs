using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Archiving.Compression;
using CreamPie.Core.Archiving.Compression.Deflate;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Archiving.Compression.Deflate;

/// <summary>A gzip file of any compressor is made again, bit by bit.</summary>
public sealed class GzipRecipeTests
{
    /// <summary>2,280 bytes of HTML, written once by zlib 1.3 at level 6.</summary>
    private const string OfZlib =
        "H4sIAAAAAAAAA41VW4pdMQz7717qie34EbjMamYFZfZPM5Re65YiBs5PDlas2LL1+Pz1/vj8eLdl++fS+z3e7vHr19GUvZ/H0I4/h7eL+fH4F2"
        + "gTmUeOzz3ZmwEnUr0FCHRaM+Bw23apwj29DwPGM9JXSPTzaB2Uas4bu8SRKi9OAVUXnYxlTt84ka0mNRktazHgGWCY2BCIRanqmjJqIdUdwTLq"
        + "cEvfciBjFGuHjnL8CiCnO+VNMzr08YjOk02LVVVHOdYqDUW2psCA+qeAHlwzGXAidZm4wbGLAaeMXlvCoR1Oi9PA7Wr1wD1GM07krpeqplKt2i"
        + "jHc0kOgdPOxspg53TjztkeTKv2qhxQ4DajwClj3nbYvDH6UOBwU2scqzzKqmqjnNwuDcxL2XTYKMfOehkr//v+/wMn8m5u8UIClCqM/LmDPMXR"
        + "RduBq/uOFWg+w9l0gHdoJ4o8Fx1k8I7IkIKMS+kmnz6WL4EVlFr+Te/Yhuuxm9vccLsNF4fV0d/1Dr0bACwg9LA+gneoHVTONSvqjzDyX0DFe+"
        + "iWmw3Q9405Get6+fe843qFHKwV36vTuI6XeVTdqJzfcprUSegIAAA=";

    private static readonly byte[] Page = new GeneratedMarket(400).Page("AAPL", 400);

    [Theory]
    [InlineData(CompressionLevel.Fastest), InlineData(CompressionLevel.Optimal), InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Gzip_of_this_runtime_is_made_again(CompressionLevel level) => AssertMadeAgain(GzipOf(Page, level));

    [Fact]
    public void Gzip_that_was_flushed_in_pieces_is_made_again()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var piece in Page.Chunk(10_000))
            {
                gzip.Write(piece);
                gzip.Flush();
            }
        }
        AssertMadeAgain(stream.ToArray());
    }

    /// <summary>Another implementation, with a file's name in the header.</summary>
    [GzipTheory]
    [InlineData(1), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(9)]
    public async Task Gzip_of_the_system_is_made_again(int level)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-gzip-").FullName;
        var file = Path.Combine(folder, "page.html");
        await File.WriteAllBytesAsync(file, Page);
        using (var gzip = Process.Start("gzip", [$"-{level}", file]))
            await gzip.WaitForExitAsync();
        var bytes = await File.ReadAllBytesAsync(file + ".gz");
        Directory.Delete(folder, recursive: true);

        AssertMadeAgain(bytes);
    }

    [Fact]
    public void Content_that_repeats_itself_from_afar_compresses_better_than_its_gzip()
    {
        var gzip = GzipOf(FarRepeating(Page), CompressionLevel.Optimal);

        Assert.InRange(BrotliForm.Of(gzip).Length, 1, gzip.Length * 3 / 4);
    }

    [Theory, InlineData(1), InlineData(300), InlineData(70_000)]
    public void Random_and_repeated_bytes_are_made_again(int length)
    {
        AssertMadeAgain(GzipOf(RandomNumberGenerator.GetBytes(length), CompressionLevel.Optimal));
        AssertMadeAgain(GzipOf(new byte[length], CompressionLevel.Optimal));
        AssertMadeAgain([.. GzipOf(new byte[length], CompressionLevel.Optimal), .. GzipOf(Page, CompressionLevel.Fastest)]);
    }

    /// <summary>Stored files depend on these bytes: who changes them reads no file that was stored before.</summary>
    [Fact]
    public void Recipe_is_the_same_for_ever()
    {
        var gzip = Convert.FromBase64String(OfZlib);

        var packed = GzipRecipe.TryPack(gzip)!;

        Assert.Equal(gzip, GzipRecipe.TryUnpack(packed));
        Assert.StartsWith(
            "f0408c03a60dc2d1c537f20ff3f514c8debe4cf62", Convert.ToHexStringLower(SHA256.HashData(packed)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_gzip_or_damaged_is_not_packed()
    {
        var gzip = GzipOf(Page, CompressionLevel.Optimal);

        Assert.Null(GzipRecipe.TryPack(Encoding.UTF8.GetBytes("<html>a page</html>")));
        Assert.Null(GzipRecipe.TryPack(gzip[..5]));
        Assert.Null(GzipRecipe.TryPack(gzip[..(gzip.Length / 2)]));
        Assert.Null(GzipRecipe.TryUnpack(gzip));
    }

    [Fact]
    public void Damaged_files_and_recipes_end_without_a_fault()
    {
        var gzip = GzipOf(Page[..20_000], CompressionLevel.Optimal);
        var packed = GzipRecipe.TryPack(gzip)!;
        var random = new Random(15);
        for (var i = 0; i < 300; i++)
        {
            var (file, recipe) = (gzip.ToArray(), packed.ToArray());
            file[random.Next(file.Length)] ^= (byte)random.Next(1, 256);
            if (GzipRecipe.TryPack(file) is { } other)
                Assert.Equal(file, GzipRecipe.TryUnpack(other));
            recipe[random.Next(20, recipe.Length)] ^= (byte)random.Next(1, 256);
            GzipRecipe.TryUnpack(recipe);
        }
    }

    /// <summary>Repeats itself over more than the 32 kB that deflate looks back, as the scripts of a real page do.</summary>
    internal static byte[] FarRepeating(byte[] page)
    {
        var bytes = new byte[60_000];
        new Random(15).NextBytes(bytes);
        var text = Convert.ToBase64String(bytes);
        return [.. page, .. Encoding.ASCII.GetBytes($"<!-- {text} {text} -->")];
    }

    private static void AssertMadeAgain(byte[] gzip)
    {
        var packed = GzipRecipe.TryPack(gzip);

        Assert.NotNull(packed);
        Assert.Equal(gzip, GzipRecipe.TryUnpack(packed));
    }

    private static byte[] GzipOf(byte[] bytes, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, level, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}

/// <summary>Skipped, with a reason, where the system has no gzip.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GzipTheoryAttribute : TheoryAttribute
{
    public GzipTheoryAttribute() => Skip = File.Exists("/usr/bin/gzip") || File.Exists("/bin/gzip") ? null : "There is no gzip.";
}
