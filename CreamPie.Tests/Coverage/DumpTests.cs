#pragma warning disable CA1305
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Coverage;

public class DumpTests
{
    [Fact]
    public void Dump()
    {
        var text = new StringBuilder();
        foreach (var folder in new[] { "yahoo-chart", "providers", "csv", "repair" })
            foreach (var path in Directory.EnumerateFiles(RealData.PathOf(folder)).Order())
            {
                var result = new DroppedFile().Parse(new ParseInput(File.ReadAllBytes(path), Symbol.Parse("TEST"), false), CancellationToken.None);
                text.AppendLine($"## {folder}/{Path.GetFileName(path)}");
                if (result is ParseResult.Refused { Reason: Reason.SymbolMismatch } r0)
                {
                    var m = System.Text.RegularExpressions.Regex.Match(r0.Error, "is of ([^,]+),");
                    result = new DroppedFile().Parse(new ParseInput(File.ReadAllBytes(path), Symbol.Parse(m.Groups[1].Value), false), CancellationToken.None);
                }
                if (result is ParseResult.Refused r) { text.AppendLine($"   REFUSED {r.Reason}: {r.Error}"); continue; }
                var d = ((ParseResult.Parsed)result).Document;
                var p = Processor.Process(d, new ProcessContext(new DateTime(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc)));
                text.AppendLine($"   {d.Rows.Count} rows {p.Range} {d.Basis}->{p.Basis} {d.Listing.Symbol} {d.Listing.Currency} {d.Listing.Exchange} {d.Listing.TimeZone} captured {d.CapturedAt:s} tells {d.TellsActions} actions {d.Actions.Count} errors {d.Errors.Count} final {p.FinalThrough} bars {p.Bars.Count} rejected {p.Rejected}");
                foreach (var f in p.Findings) text.AppendLine($"      {f.Kind} {f.Date} {f.Seen}");
            }
        File.WriteAllText("/tmp/dump-sources.txt", text.ToString());
    }
}
