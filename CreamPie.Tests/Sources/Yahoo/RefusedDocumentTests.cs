using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed class RefusedDocumentTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

    [RealDataFact]
    public void Six_kinds_of_wrong_file_have_six_distinct_reasons()
    {
        var tsla = RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");
        (byte[] Bytes, Reason Reason)[] files =
        [
            (RealData.Bytes("yahoo-not-history", "2023-05-08_eu-consent_collectConsent.html"), Reason.Consent),
            (RealData.Bytes("yahoo-not-history", "2025_NVDA_quote-summary_svelte.html"), Reason.NotHistory),
            (RealData.Bytes("yahoo-not-history", "2017-2018_symbol-lookup_react.html"), Reason.SymbolUnknown),
            ([], Reason.ContentType),
            (Png, Reason.ContentType),
            (tsla[..(tsla.Length / 2)], Reason.Truncated),
        ];

        foreach (var (bytes, reason) in files)
        {
            foreach (var symbol in new[] { "NVDA", "TSLA", null })
                Assert.Equal(reason, ParseSamples.Dropped(bytes, symbol).Refusal());
            Assert.Equal(reason, ParseSamples.Fetched(bytes, "TSLA").Refusal());
        }
    }

    [RealDataFact]
    public void Polite_refusal_with_status_200_is_a_refusal() =>
        Assert.Equal(
            Reason.RateLimited,
            ParseSamples.Fetched(RealData.Bytes("yahoo-not-history", "429_edge-too-many-requests.txt"), "TSLA").Refusal());

    [Theory]
    [InlineData("", Reason.ContentType)]
    [InlineData(" \r\n\t ", Reason.ContentType)]
    [InlineData("\uFEFF", Reason.ContentType)]
    [InlineData("%PDF-1.7 and so on", Reason.ContentType)]
    [InlineData("PK\u0003\u0004 a zip or xlsx", Reason.ContentType)]
    [InlineData("{\"hello\": 1}", Reason.ContentType)]
    [InlineData("[1, 2]", Reason.ContentType)]
    [InlineData("{\"chart\":{\"result\":[{\"meta\":{", Reason.Truncated)]
    [InlineData("Just some words", Reason.ContentType)]
    [InlineData("<html><head><title>Will be right back...</title></head><body></body></html>", Reason.ServerError)]
    [InlineData("<html><title>Just a moment...</title><form action='/challenge'></form></html>", Reason.Challenge)]
    [InlineData("<html><title>A blog</title><table><tr><th>Date</th><th>Text</th></tr></table></html>", Reason.Layout)]
    [InlineData("<html><head><title>Yahoo Finance - news</title></head></html>", Reason.NotHistory)]
    public void Non_history_document_is_refused_with_its_reason(string content, Reason reason) =>
        Assert.Equal(reason, ParseSamples.Dropped(content).Refusal());

    [Fact]
    public void Binary_bytes_are_of_the_wrong_content_type()
    {
        var noise = new byte[5_000];
        new Random(7).NextBytes(noise);

        Assert.Equal(
            Reason.ContentType,
            ParseSamples.Dropped([.. "Date,Close\n"u8, .. noise.Select(b => b == 0 ? (byte)0xFF : b)], "TEST").Refusal());
        Assert.Equal(Reason.ContentType, ParseSamples.Dropped(noise, "TEST").Refusal());
    }

    [Fact]
    public void Body_over_32_MB_is_too_large() =>
        Assert.Equal(Reason.TooLarge, ParseSamples.Dropped(new byte[32 * 1024 * 1024 + 1], "TEST").Refusal());

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html", "MSFT")]
    [InlineData("2022-01-07_GME_react-ssr.html", "GME")]
    [InlineData("2024-06-30_NVDA_svelte.html", "NVDA")]
    [InlineData("2024-12-05_IBM_svelte-fragment.html", "IBM")]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html", "AAPL")]
    [InlineData("2025-06-16_TSLA_svelte.html", "TSLA")]
    public void Page_cut_anywhere_gives_no_bar_or_the_truth(string file, string symbol)
    {
        var bytes = RealData.Bytes("yahoo-pages", file);
        var truth = ParseSamples.Dropped(bytes, symbol).Document().Rows.ToDictionary(r => r.Bar.Date, r => r.Bar);
        for (var percent = 1; percent < 100; percent++)
        {
            var cut = bytes[..(int)(bytes.Length * (percent / 100d))];

            Assert.Equal(Reason.Truncated, ParseSamples.Fetched(cut, symbol).Refusal());
            var dropped = ParseSamples.Dropped(cut, symbol);
            if (dropped is not ParseResult.Parsed { Document: var document })
            {
                Assert.Equal(Reason.Truncated, dropped.Refusal());
                continue;
            }
            Assert.True(document.Text == "table" || document.Rows.Count == truth.Count, "A payload is read whole or not at all.");
            Assert.All(document.Rows, r => Assert.InRange(r.Bar.Close - truth[r.Bar.Date].Close, -0.00501, 0.00501));
        }
    }

    [RealDataFact]
    public void Page_of_another_symbol_than_requested_is_refused()
    {
        var nvda = RealData.Bytes("yahoo-pages", "2024-06-30_NVDA_svelte.html");

        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Fetched(nvda, "AAPL").Refusal());
        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Dropped(nvda, "AAPL").Refusal());
        Assert.Equal("NVDA", ParseSamples.Dropped(nvda, null).Document().Listing.Symbol);
    }

    [RealDataFact]
    public void Fragment_is_accepted_as_a_file_but_refused_from_the_network()
    {
        var aapl = RealData.Bytes("yahoo-pages", "2025-06-16_AAPL_svelte-fragment.html");

        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Fetched(aapl, "AAPL").Refusal());
        Assert.Equal(Reason.FileName, ParseSamples.Dropped(aapl, null).Refusal());
        Assert.Equal(63, ParseSamples.Dropped(aapl, "AAPL").Document().Rows.Count);
    }
}
