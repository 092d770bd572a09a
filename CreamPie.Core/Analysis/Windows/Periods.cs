using System.Globalization;
using System.Runtime.CompilerServices;

namespace CreamPie.Core.Analysis.Windows;

/// <summary>The bounds that indicators check: a number outside them is a mistake of the caller.</summary>
public static class Periods
{
    /// <summary>Most bars of a window: two years of daily bars.</summary>
    public const int Largest = 500;

    /// <exception cref="ArgumentOutOfRangeException">The period is outside the range; the message names it.</exception>
    internal static void Require(int period, int smallest = 1, [CallerArgumentExpression(nameof(period))] string name = "") =>
        Require((double)period, smallest, Largest, name);

    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range; the message names it.</exception>
    internal static void Require(double value, double smallest, double largest, string name)
    {
        if (!(value >= smallest && value <= largest))
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {smallest} to {largest}."));
        }
    }
}
