using System.Security.Cryptography;
using CreamPie.Core.Archiving.Compression.Deflate;

namespace CreamPie.Tests.Archiving.Compression.Deflate;

public sealed class MatchFinderTests
{
    /// <summary>Stored files depend on each guess. The hash is of a finder that remembered all of the content, not a window.</summary>
    [Fact]
    public void Guesses_over_several_windows_are_the_same_for_ever()
    {
        var content = RepeatingFromAfar();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var effort in Effort.Known)
        {
            var finder = new MatchFinder(content, effort);
            for (var at = 0; at < content.Length;)
            {
                var token = finder.Guess(at);
                hash.AppendData(BitConverter.GetBytes(token.Length));
                hash.AppendData(BitConverter.GetBytes(token.Distance));
                at += token.Bytes;
            }
        }
        Assert.Equal("8a76e4aa5671790402601ea77844c98acd75f16b3a5ab5468c2dc57892aaf2e8", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What is copied is now just within the reach of a match, and now just beyond it.</summary>
    private static byte[] RepeatingFromAfar()
    {
        var (random, content) = (new Random(16), new byte[150_000]);
        for (var at = 0; at < content.Length; at++)
        {
            content[at] = at > 40_000 && random.Next(40) > 0
                ? content[at - 32_400 - random.Next(2) * 400]
                : (byte)random.Next('a', 'z' + 1);
        }
        return content;
    }
}
