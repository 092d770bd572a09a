using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.RealDocuments;

/// <summary>One folder of real documents, read as dropped files.</summary>
internal sealed class RealFolder(string name)
{
    private static readonly DateTime KnownAt = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DroppedFileSource Drop = new();

    public IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(RealData.PathOf(name)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public byte[] Bytes(string file) => RealData.Bytes(name, file);

    public ParseResult Read(string file, string symbol) =>
        Drop.Parse(new ParseInput(Bytes(file), Symbol.Parse(symbol), FromNetwork: false), CancellationToken.None);

    /// <summary>Parses and processes as the pipeline does; the capture day comes from the file name.</summary>
    public ProcessedDocument Load(string file, string symbol)
    {
        var result = Read(file, symbol);
        if (result is ParseResult.Refused refused)
            Assert.Fail($"{file}: Refused({refused.Reason}): {refused.Error}");
        return Process(((ParseResult.Parsed)result).Document, symbol, DroppedFileName.Of(file).CapturedAt);
    }

    public static ProcessedDocument Process(ParsedDocument document, string symbol, DateTime? capturedAt = null) =>
        Processor.Process(document, new ProcessContext(KnownAt, capturedAt, Symbol: symbol));

    /// <summary>The daily pairs of the repair folder, as the name of the bad file without its extension.</summary>
    public static IEnumerable<string> RepairPairs() => File.ReadLines(RealData.PathOf("repair", "PAIRS.csv")).Skip(1)
        .Select(line => line.Split(','))
        .Where(fields => fields[1].Length > 0 && fields[0].Contains("-1d-", StringComparison.Ordinal))
        .Select(fields => fields[0][..^4]);

    /// <summary>8TRA-DE-1d-... is 8TRA.DE.</summary>
    public static string RepairSymbol(string name)
    {
        var parts = name.Split('-');
        return parts[1].StartsWith('1') ? parts[0] : $"{parts[0]}.{parts[1]}";
    }

    /// <summary>Asserts a refusal for that reason whose error contains <paramref name="words"/>.</summary>
    public void AssertRefused(string file, string symbol, Reason reason, string words)
    {
        var refused = Assert.IsType<ParseResult.Refused>(Read(file, symbol));
        Assert.Equal((file, reason), (file, refused.Reason));
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Error, StringComparison.Ordinal);
    }

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
