using System.Buffers.Binary;
using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// Closes and adjusted closes of some days of a document: all of a few rows, else the first, the newest, those around its splits, one
/// of twenty days, the same in every document, and both days of each step that its adjusted closes make. They tell later whether its
/// prices contain a split, and its adjusted closes a dividend.
/// </summary>
internal sealed class PriceSamples
{
    private const int FewRows = 30;
    private const int EachDays = 20;
    private const int AroundSplit = 10;
    private const int Size = sizeof(int) + sizeof(double) + sizeof(float);

    private readonly int[] _days;
    private readonly double[] _closes;
    private readonly float[] _factors;
    private bool? _isInCents;

    private PriceSamples(int count) => (_days, _closes, _factors) = (new int[count], new double[count], new float[count]);

    /// <summary>Whether any of its adjusted closes differs from its close; null if it has none.</summary>
    public bool? AdjustsForCash { get; private init; }

    public int Count => _days.Length;

    /// <param name="bars">Oldest first.</param>
    /// <param name="actions">Of the same document.</param>
    public static PriceSamples Of(IReadOnlyList<DailyBar> bars, IReadOnlyList<CorporateAction> actions)
    {
        var splits = actions.Where(a => a.Kind == ActionKind.Split).Select(a => a.ExDate.DayNumber).ToArray();
        var chosen = new List<DailyBar>();
        var isInCents = !bars.Any(b => SampleOf(b).IsFinerThanCents);
        bool? adjusts = null;
        for (var i = 0; i < bars.Count; i++)
        {
            var (bar, day) = (bars[i], bars[i].Date.DayNumber);
            if (bar.AdjClose is { } adjClose)
                adjusts = adjusts == true || !Price.Same(adjClose, bar.Close);
            var isStep = i > 0 && Sample.IsStep(SampleOf(bars[i - 1]), SampleOf(bar), isInCents);
            if (isStep && (chosen.Count == 0 || chosen[^1].Date != bars[i - 1].Date))
                chosen.Add(bars[i - 1]);
            if (bar.Close > 0 && (isStep || i == 0 || i >= bars.Count - FewRows || day % EachDays == 0
                || Array.Exists(splits, split => Math.Abs(day - split) <= AroundSplit)))
                chosen.Add(bar);
        }
        var samples = new PriceSamples(chosen.Count) { AdjustsForCash = adjusts };
        for (var i = 0; i < chosen.Count; i++)
        {
            var sample = SampleOf(chosen[i]);
            (samples._days[i], samples._closes[i], samples._factors[i]) = (sample.Day.DayNumber, sample.Close, sample.Factor);
        }
        return samples;
    }

    /// <summary>The first byte is <see cref="AdjustsForCash"/>: 0 unknown, 1 no, 2 yes.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[1 + Count * Size];
        bytes[0] = (byte)(AdjustsForCash is { } adjusts ? (adjusts ? 2 : 1) : 0);
        for (var i = 0; i < Count; i++)
        {
            var at = bytes.AsSpan(1 + i * Size);
            BinaryPrimitives.WriteInt32LittleEndian(at, _days[i]);
            BinaryPrimitives.WriteDoubleLittleEndian(at[sizeof(int)..], _closes[i]);
            BinaryPrimitives.WriteSingleLittleEndian(at[(sizeof(int) + sizeof(double))..], _factors[i]);
        }
        return bytes;
    }

    public static PriceSamples Decode(ReadOnlySpan<byte> bytes)
    {
        var samples = new PriceSamples((bytes.Length - 1) / Size) { AdjustsForCash = bytes[0] == 0 ? null : bytes[0] == 2 };
        for (var i = 0; i < samples.Count; i++)
        {
            var at = bytes[(1 + i * Size)..];
            samples._days[i] = BinaryPrimitives.ReadInt32LittleEndian(at);
            samples._closes[i] = BinaryPrimitives.ReadDoubleLittleEndian(at[sizeof(int)..]);
            samples._factors[i] = BinaryPrimitives.ReadSingleLittleEndian(at[(sizeof(int) + sizeof(double))..]);
        }
        return samples;
    }

    /// <summary>The middle one of these closes over another document's of the same days before a day; null without a common day.</summary>
    public double? RatioTo(PriceSamples other, DateOnly before)
    {
        var ratios = new List<double>();
        var (i, j) = (0, 0);
        while (i < Count && j < other.Count && _days[i] < before.DayNumber && other._days[j] < before.DayNumber)
        {
            if (_days[i] == other._days[j])
                ratios.Add(_closes[i++] / other._closes[j++]);
            else if (_days[i] < other._days[j])
                i++;
            else
                j++;
        }
        ratios.Sort();
        return ratios.Count == 0 ? null : ratios[ratios.Count / 2];
    }

    /// <summary>The newest sample before a day.</summary>
    public Sample? Before(DateOnly day) => At(IndexFrom(day) - 1);

    /// <summary>The oldest sample on or after a day.</summary>
    public Sample? From(DateOnly day) => At(IndexFrom(day));

    public Sample? Oldest => At(0);

    public Sample? Newest => At(Count - 1);

    /// <summary>The most that rounding of two of its adjusted closes can hide.</summary>
    public double Rounding(Sample from, Sample to) =>
        Sample.Rounding(from, to, _isInCents ??= !Enumerable.Range(0, Count).Any(i => At(i)!.Value.IsFinerThanCents));

    private static Sample SampleOf(DailyBar bar) => new(bar.Date, bar.Close, (float)(bar.AdjClose / bar.Close ?? double.NaN));

    private Sample? At(int i) => i < 0 || i >= Count ? null : new(DateOnly.FromDayNumber(_days[i]), _closes[i], _factors[i]);

    private int IndexFrom(DateOnly day)
    {
        var found = Array.BinarySearch(_days, day.DayNumber);
        return found >= 0 ? found : ~found;
    }
}

/// <summary>One sampled day.</summary>
/// <param name="Day">The session.</param>
/// <param name="Close">Above 0.</param>
/// <param name="Factor">Adjusted close over close; NaN if unknown.</param>
internal readonly record struct Sample(DateOnly Day, double Close, float Factor)
{
    /// <summary>Relative: what the encoding of two samples took, twice.</summary>
    private const double Encoding = 2.4e-7;

    /// <summary>Of adjusted closes: a smaller payment makes no difference that is seen.</summary>
    private const double SmallestStep = 1e-4;

    private double Adjusted => Close * Factor;

    private bool HasTwoDecimals => Math.Abs(Adjusted * 100 - Math.Round(Adjusted * 100)) <= Encoding * Adjusted * 100;

    /// <summary>True if its adjusted close is of 1 or more and has more than two decimals.</summary>
    public bool IsFinerThanCents => Adjusted >= 1 && !HasTwoDecimals;

    /// <summary>True if adjusted closes step more between two rows than rounding of them and of the closes can make them.</summary>
    public static bool IsStep(Sample from, Sample to, bool isInCents) =>
        from is { Close: > 0, Factor: > 0 } && to is { Close: > 0, Factor: > 0 }
        && Math.Abs(Math.Log(to.Factor / (double)from.Factor)) > Math.Max(SmallestStep, 2 * Rounding(from, to, isInCents));

    /// <summary>
    /// The most that rounding of the two adjusted closes can hide: two decimals, or six. One of six in 10,000 looks like one of two, so
    /// the others of the document are asked; tables show more than two of prices below 1 only.
    /// </summary>
    /// <param name="from">Of the earlier row.</param>
    /// <param name="to">Of the later row.</param>
    /// <param name="isInCents">True if none of the document <see cref="IsFinerThanCents"/>.</param>
    public static double Rounding(Sample from, Sample to, bool isInCents)
    {
        var lost = isInCents && from.HasTwoDecimals && to.HasTwoDecimals ? Price.HalfCent : Price.Rounding(1);
        return lost / from.Adjusted + lost / to.Adjusted + Encoding;
    }
}
