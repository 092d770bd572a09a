using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Sources.Yahoo;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>Parses samples as the pipeline does, as dropped files or fetched pages.</summary>
internal static class ParseSamples
{
    private static readonly DroppedFileSource Drop = new();
    private static readonly YahooPageSource Page = new(Options.Create(new YahooPageOptions()), new OwnAddress());

    public static ParseResult Dropped(byte[] bytes, string? symbol) =>
        Drop.Parse(new ParseInput(bytes, symbol is null ? null : Symbol.Parse(symbol), FromNetwork: false), CancellationToken.None);

    public static ParseResult Dropped(string text, string? symbol = "TEST") => Dropped(Encoding.UTF8.GetBytes(text), symbol);

    public static ParseResult Fetched(byte[] bytes, string symbol) =>
        Page.Parse(new ParseInput(bytes, Symbol.Parse(symbol), FromNetwork: true, "text/html"), CancellationToken.None);

    public static ParseResult Fetched(string text, string symbol = "TEST") => Fetched(Encoding.UTF8.GetBytes(text), symbol);

    public static ParsedDocument Document(this ParseResult result)
    {
        if (result is ParseResult.Refused refused)
            Assert.Fail($"Refused({refused.Reason}): {refused.Error}");
        return Assert.IsType<ParseResult.Parsed>(result).Document;
    }

    public static Reason Refusal(this ParseResult result)
    {
        var refused = Assert.IsType<ParseResult.Refused>(result);
        Assert.False(string.IsNullOrWhiteSpace(refused.Error));
        return refused.Reason;
    }
}
