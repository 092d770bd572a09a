using System.IO.Compression;
using System.Text;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Retrieval.Http;

public sealed class ContentCodingTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<td>{i * 7919 % 100_003}</td>")));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(100_003)]
    public void A_gzip_body_is_decoded(int length)
    {
        var bytes = Page[..length];

        Assert.Equal(bytes, ContentCoding.Decode(Compress(bytes), "gzip", DecodeLimits.Default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    public void A_body_without_coding_is_returned_as_it_is(string? coding) =>
        Assert.Same(Page, ContentCoding.Decode(Page, coding, DecodeLimits.Default));

    [Fact]
    public void Several_members_one_after_the_other_are_one_body()
    {
        byte[] several = [.. Compress(Page[..1000]), .. Compress([]), .. Compress(Page[1000..50_000]), .. Compress(Page[50_000..]), 0, 0, 0];

        Assert.Equal(Page, ContentCoding.Decode(several, "gzip", DecodeLimits.Default));
    }

    [Fact]
    public void A_header_with_name_comment_extra_field_and_checksum_is_skipped()
    {
        var plain = Compress(Page);
        byte[] header = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3, .. "name"u8, 0, .. "a comment"u8, 0, 0xAB, 0xCD];

        Assert.Equal(Page, ContentCoding.Decode([.. header, .. plain[10..]], "gzip", DecodeLimits.Default));
        for (var cut = 1; cut < header.Length; cut++)
            Assert.Equal(Reason.Truncated, Refused(header[..cut]));
    }

    [Fact]
    public void A_body_cut_anywhere_is_truncated()
    {
        var whole = Compress(Page);
        for (var cut = 1; cut < whole.Length; cut += cut < 32 || cut > whole.Length - 32 ? 1 : whole.Length / 100)
            Assert.True(Refused(whole[..cut]) == Reason.Truncated, $"cut at {cut} of {whole.Length}");
    }

    [Fact]
    public void A_second_member_that_is_cut_is_truncated()
    {
        var second = Compress(Page);

        Assert.Equal(Reason.Truncated, Refused([.. Compress(Page), .. second[..(second.Length / 2)]]));
        Assert.Equal(Reason.Truncated, Refused([.. Compress(Page), .. second[..^1]]));
    }

    [Fact]
    public void A_flipped_bit_is_noticed_wherever_it_is()
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
    public void A_body_that_unfolds_beyond_the_ratio_is_too_large()
    {
        var bomb = Compress(new byte[200 << 20]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Reason.TooLarge, Refused(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_body_that_decodes_to_more_than_the_cap_is_too_large()
    {
        Assert.Equal(Page, ContentCoding.Decode(Compress(Page), "gzip", new DecodeLimits(Page.Length, 100)));
        Assert.Equal(Reason.TooLarge, Refused(Compress(Page), new DecodeLimits(Page.Length - 1, 100)));
        Assert.Equal(Reason.TooLarge, Refused(Page, new DecodeLimits(Page.Length - 1, 100), coding: null));
    }

    [Fact]
    public void A_small_body_may_exceed_the_ratio() =>
        Assert.Equal(new byte[60_000], ContentCoding.Decode(Compress(new byte[60_000]), "gzip", DecodeLimits.Default));

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("deflate")]
    public void A_coding_that_nobody_asked_for_is_refused(string coding) =>
        Assert.Equal(Reason.ContentType, Refused(Compress(Page), coding: coding));

    [Fact]
    public void A_plain_body_that_is_said_to_be_gzip_is_refused() => Assert.Equal(Reason.ContentType, Refused(Page));

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
