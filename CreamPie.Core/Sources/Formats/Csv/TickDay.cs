using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>Whether the prices of one day are whole ticks.</summary>
/// <param name="On">How many are.</param>
/// <param name="Off">How many are not.</param>
/// <param name="Bits">How improbable it is that others would be, as a logarithm to base 2; 0 if the day is off.</param>
internal readonly record struct TickDay(int On, int Off, double Bits)
{
    /// <summary>As a fraction of a tick, to both sides. Beyond this a price says nothing.</summary>
    private const double MostSlack = 0.06;

    /// <summary>Prices in fractions of a dollar, to 1/64, ended in April 2001.</summary>
    private static readonly DateOnly Decimal = new(2001, 5, 1);

    public bool IsSilent => On + Off == 0;
    public bool IsOff => !IsSilent && On < 3 * Off;

    /// <param name="bar">As the file has it.</param>
    /// <param name="ratio">What its prices were as traded, over what they are.</param>
    /// <param name="digits">Of the file.</param>
    public static TickDay Of(DailyBar bar, double ratio, WrittenDigits digits)
    {
        Span<double> seen = stackalloc double[4];
        var (count, on, off, bits) = (0, 0, 0, 0.0);
        foreach (var price in (ReadOnlySpan<double?>)[bar.Close, bar.Open, bar.High, bar.Low])
        {
            if (price is not { } value || !(value > 0) || seen[..count].Contains(value))
                continue;
            seen[count++] = value;
            var traded = value * ratio;
            // A price of one 32-bit float, through a split, is off by two roundings.
            var slack = (digits.RoundingOf(value) + value * 4e-8) * ratio;
            var tick = traded < 1 ? 1e-4 : traded < 20 ? 1e-3 : 0.01;
            if (slack > MostSlack * tick)
                continue;
            var isFraction = bar.Date < Decimal && IsWhole(traded, 1.0 / 64, slack);
            if (IsWhole(traded, tick, slack) || isFraction)
            {
                on++;
                bits -= Math.Log2(2 * slack / tick * (isFraction ? 2 : 1));
            }
            else
                off++;
        }
        var day = new TickDay(on, off, bits);
        return day.IsOff ? day with { Bits = 0 } : day;
    }

    private static bool IsWhole(double price, double tick, double slack) => Math.Abs(price - Math.Round(price / tick) * tick) <= slack;
}
