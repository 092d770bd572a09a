using System.IO.Compression;
using System.Text;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Retrieval.Http;

public sealed class ContentCodingTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<td>{i * 7919 % 100_003}</td>")));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(100_003)]
    public void Gzip_body_is_decoded(int length)
    {
        var bytes = Page[..length];

        Assert.Equal(bytes, ContentCoding.Decode(Compress(bytes), "gzip", DecodeLimits.Default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    public void Body_without_coding_is_returned_unchanged(string? coding) =>
        Assert.Same(Page, ContentCoding.Decode(Page, coding, DecodeLimits.Default));

    [Fact]
    public void Consecutive_gzip_members_are_one_body()
    {
        byte[] several =
        [
            .. Compress(Page[..1000]), .. Compress([]), .. Compress(Page[1000..50_000]), .. Compress(Page[50_000..]), 0, 0, 0,
        ];

        Assert.Equal(Page, ContentCoding.Decode(several, "gzip", DecodeLimits.Default));
    }

    [Fact]
    public void Gzip_header_with_all_optional_fields_is_skipped()
    {
        var plain = Compress(Page);
        byte[] header = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3, .. "name"u8, 0, .. "a comment"u8, 0, 0xAB, 0xCD];

        Assert.Equal(Page, ContentCoding.Decode([.. header, .. plain[10..]], "gzip", DecodeLimits.Default));
        for (var cut = 1; cut < header.Length; cut++)
            Assert.Equal(Reason.Truncated, Refused(header[..cut]));
    }

    [Fact]
    public void Body_cut_anywhere_is_truncated()
    {
        var whole = Compress(Page);
        for (var cut = 1; cut < whole.Length; cut += cut < 32 || cut > whole.Length - 32 ? 1 : whole.Length / 100)
            Assert.True(Refused(whole[..cut]) == Reason.Truncated, $"cut at {cut} of {whole.Length}");
    }

    [Fact]
    public void Cut_second_member_is_truncated()
    {
        var second = Compress(Page);

        Assert.Equal(Reason.Truncated, Refused([.. Compress(Page), .. second[..(second.Length / 2)]]));
        Assert.Equal(Reason.Truncated, Refused([.. Compress(Page), .. second[..^1]]));
    }

    [Fact]
    public void Flipped_bit_is_detected_anywhere()
    {
        var whole = Compress(Page);
        for (var at = 10; at < whole.Length; at += at > whole.Length - 16 ? 1 : 997)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x10;
            Assert.True(Refused(damaged) == Reason.Truncated, $"bit flipped in byte {at} of {whole.Length}");
        }
    }

    [Fact]
    public void Body_expanding_beyond_the_ratio_is_too_large()
    {
        var bomb = Compress(new byte[200 << 20]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Reason.TooLarge, Refused(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Body_decoding_to_more_than_the_cap_is_too_large()
    {
        Assert.Equal(Page, ContentCoding.Decode(Compress(Page), "gzip", new DecodeLimits(Page.Length, 100)));
        Assert.Equal(Reason.TooLarge, Refused(Compress(Page), new DecodeLimits(Page.Length - 1, 100)));
        Assert.Equal(Reason.TooLarge, Refused(Page, new DecodeLimits(Page.Length - 1, 100), coding: null));
    }

    [Fact]
    public void Small_body_may_exceed_the_ratio() =>
        Assert.Equal(new byte[60_000], ContentCoding.Decode(Compress(new byte[60_000]), "gzip", DecodeLimits.Default));

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("deflate")]
    public void Unrequested_coding_is_refused(string coding) =>
        Assert.Equal(Reason.ContentType, Refused(Compress(Page), coding: coding));

    [Fact]
    public void Plain_body_declared_as_gzip_is_refused() => Assert.Equal(Reason.ContentType, Refused(Page));

    private static Reason Refused(byte[] body, DecodeLimits? limits = null, string? coding = "gzip") =>
        Assert.Throws<UndecodableBodyException>(() => ContentCoding.Decode(body, coding, limits ?? DecodeLimits.Default)).Reason;

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
