using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>
/// A <see cref="LedgerSummary"/> as bytes: days as variable-length numbers, mostly one or two bytes, because each is told by its
/// distance from the one before it. Lists of lacked payments are written once.
/// </summary>
internal static class SummaryBytes
{
    /// <summary>Another format has another number, and is read from the ledger itself.</summary>
    private const byte Format = 1;

    public static byte[] Write(LedgerSummary summary)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write7BitEncodedInt(summary.Through.DayNumber);
        WriteRanges(writer, summary.Listed);
        writer.Write7BitEncodedInt(summary.Bases.Count);
        foreach (var (document, basis) in summary.Bases.OrderBy(b => b.Key))
        {
            writer.Write7BitEncodedInt(document);
            writer.Write7BitEncodedInt(basis.DayNumber);
        }
        writer.Write7BitEncodedInt(summary.Sources.Count);
        foreach (var (source, of) in summary.Sources.OrderBy(s => s.Key))
        {
            writer.Write7BitEncodedInt((int)source);
            WriteRanges(writer, of.Covered);
            WriteBases(writer, of.Bases);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>True if this version of the program can read it, or it is damaged.</summary>
    public static bool IsOurs(byte[] bytes) => bytes is [Format, ..];

    /// <summary>
    /// Null if another version of the program wrote it in another format, or it is damaged: the ledger itself is read then.
    /// </summary>
    public static LedgerSummary? Read(byte[] bytes)
    {
        if (!IsOurs(bytes))
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 1, bytes.Length - 1));
        try
        {
            return Read(reader) is var summary && reader.BaseStream.Position == reader.BaseStream.Length ? summary : null;
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static LedgerSummary Read(BinaryReader reader)
    {
        var through = Day(reader.Read7BitEncodedInt());
        var listed = ReadRanges(reader);
        var bases = new Dictionary<int, DateOnly>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            bases.Add(reader.Read7BitEncodedInt(), Day(reader.Read7BitEncodedInt()));
        var sources = new Dictionary<SourceName, SourceSummary>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var source = (SourceName)reader.Read7BitEncodedInt();
            var covered = ReadRanges(reader);
            sources.Add(source, new(ReadBases(reader), covered));
        }
        return new(sources, listed, through, bases);
    }

    private static void WriteRanges(BinaryWriter writer, IReadOnlyList<DateRange> ranges)
    {
        writer.Write7BitEncodedInt(ranges.Count);
        var before = 0;
        foreach (var range in ranges)
            before = WriteRange(writer, range, before);
    }

    private static List<DateRange> ReadRanges(BinaryReader reader)
    {
        var ranges = new List<DateRange>();
        var before = 0;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            ranges.Add(ReadRange(reader, ref before));
        return ranges;
    }

    private static void WriteBases(BinaryWriter writer, IReadOnlyList<BasisRange> ranges)
    {
        var lists = new List<IReadOnlyList<DateOnly>>();
        var numbers = ranges.Select(range => NumberOf(range.LackedCash)).ToList();
        writer.Write7BitEncodedInt(lists.Count);
        foreach (var list in lists)
        {
            writer.Write7BitEncodedInt(list.Count);
            foreach (var day in list)
                writer.Write7BitEncodedInt(day.DayNumber);
        }
        writer.Write7BitEncodedInt(ranges.Count);
        var before = 0;
        foreach (var (range, number) in ranges.Zip(numbers))
        {
            before = WriteRange(writer, range.Days, before);
            WriteSigned(writer, range.BasisDate.DayNumber - before);
            WriteSigned(writer, range.CashBasisDate.DayNumber - range.BasisDate.DayNumber);
            writer.Write7BitEncodedInt(2 * number + (range.ForgetsCash ? 1 : 0));
        }

        int NumberOf(IReadOnlyList<DateOnly> list)
        {
            var known = lists.FindLastIndex(l => l.SequenceEqual(list));
            if (known >= 0)
                return known;
            lists.Add(list);
            return lists.Count - 1;
        }
    }

    private static List<BasisRange> ReadBases(BinaryReader reader)
    {
        var lists = new List<List<DateOnly>>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var list = new List<DateOnly>();
            for (var days = reader.Read7BitEncodedInt(); days > 0; days--)
                list.Add(Day(reader.Read7BitEncodedInt()));
            lists.Add(list);
        }
        var ranges = new List<BasisRange>();
        var before = 0;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var days = ReadRange(reader, ref before);
            var basis = before + ReadSigned(reader);
            var cash = basis + ReadSigned(reader);
            var last = reader.Read7BitEncodedInt();
            ranges.Add(new(days, Day(basis), Day(cash), last % 2 == 1, lists[last / 2]));
        }
        return ranges;
    }

    /// <returns>The last day.</returns>
    private static int WriteRange(BinaryWriter writer, DateRange range, int before)
    {
        writer.Write7BitEncodedInt(range.First.DayNumber - before);
        writer.Write7BitEncodedInt(range.Last.DayNumber - range.First.DayNumber);
        return range.Last.DayNumber;
    }

    private static DateRange ReadRange(BinaryReader reader, ref int before)
    {
        var first = before + reader.Read7BitEncodedInt();
        before = first + reader.Read7BitEncodedInt();
        return new(Day(first), Day(before));
    }

    private static void WriteSigned(BinaryWriter writer, int value) => writer.Write7BitEncodedInt((value << 1) ^ (value >> 31));

    private static int ReadSigned(BinaryReader reader)
    {
        var value = reader.Read7BitEncodedInt();
        return (value >> 1) ^ -(value & 1);
    }

    private static DateOnly Day(int number) => DateOnly.FromDayNumber(number);
}
