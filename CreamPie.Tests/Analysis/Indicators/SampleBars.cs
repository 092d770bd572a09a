using System.Globalization;
using System.Text.Json;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Analysis.Indicators;

/// <summary>Bars to compute indicators from: those of shared/data/indicators, and generated ones.</summary>
internal static class SampleBars
{
    /// <summary>One of the quotes files, its rows in their order, whatever they contain.</summary>
    public static IReadOnlyList<DailyBar> Read(string file) =>
        [.. File.ReadLines(RealData.PathOf("indicators", file)).Skip(1).Select((line, i) =>
        {
            var cells = line.Split(',');
            var volume = Number(cells[5]);
            return new DailyBar(
                new DateOnly(2017, 1, 1).AddDays(i), Number(cells[1]), Number(cells[2]), Number(cells[3]), Number(cells[4]) ?? double.NaN,
                null, volume is { } shares ? (long)Math.Clamp(shares, long.MinValue, long.MaxValue) : null);
        })];

    /// <summary>A field of an expected series, as another library computed it.</summary>
    public static IReadOnlyList<double?> Expected(string series, string field)
    {
        using var document = JsonDocument.Parse(RealData.Bytes("indicators", $"series_{series}.standard.json"));
        return [.. document.RootElement.EnumerateArray().Select(row => row.GetProperty(field) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble() : (double?)null)];
    }

    /// <summary>A random walk of prices and volumes, with ranges and gaps.</summary>
    public static IReadOnlyList<DailyBar> Walk(int count, double price = 100, int seed = 7)
    {
        var random = new Random(seed);
        var bars = new List<DailyBar>();
        for (var i = 0; i < count; i++)
        {
            var open = price * (1 + (random.NextDouble() - 0.5) * 0.02);
            price = open * (1 + (random.NextDouble() - 0.495) * 0.03);
            bars.Add(new(
                new DateOnly(1990, 1, 1).AddDays(i), open, Math.Max(open, price) * (1 + random.NextDouble() * 0.01),
                Math.Min(open, price) * (1 - random.NextDouble() * 0.01), price, null, random.Next(1, 1_000_000)));
        }
        return bars;
    }

    public static IReadOnlyList<DailyBar> OfCloses(params double[] closes) =>
        [.. closes.Select((close, i) => new DailyBar(new DateOnly(2024, 1, 1).AddDays(i), close, close, close, close, null, 100))];

    public static IndicatorCall Call(string text)
    {
        Assert.True(IndicatorCall.TryRead(text, out var call, out var problem), problem);
        return call;
    }

    /// <summary>Equal within <paramref name="relative"/>, and null at the same places.</summary>
    public static void AssertSame(
        IEnumerable<double?> expected, IReadOnlyList<double?> actual, double relative = 1e-9, double noise = 1e-12)
    {
        var all = expected.ToList();
        Assert.Equal(all.Count, actual.Count);
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is not { } value || actual[i] is not { } found)
                Assert.True(all[i] is null && actual[i] is null, Text(i));
            else
                Assert.True(Math.Abs(value - found) <= relative * Math.Abs(value) + noise, Text(i));
        }

        string Text(int i) => string.Create(CultureInfo.InvariantCulture, $"At {i}: {all[i]:R} is expected, not {actual[i]:R}.");
    }

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
