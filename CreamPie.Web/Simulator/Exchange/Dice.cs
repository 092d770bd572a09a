namespace CreamPie.Web.Simulator.Exchange;

/// <summary>
/// Randomness that is the same on every machine and day: a hash of a name, a day and the number of the roll, turned into
/// numbers by integers and IEEE's four operations alone. A logarithm or a cosine may differ in its last bit.
/// </summary>
internal readonly record struct Dice(ulong Seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    // Of a sum of eight whole numbers below 65,536.
    private const double Mean = 4 * 65_535.0;
    private const double Deviation = 53_509.54;

    /// <summary>FNV-1a, 64 bits.</summary>
    public static Dice Of(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in name)
            hash = unchecked((hash ^ letter) * 0x100000001B3);
        return new Dice(Mix(hash));
    }

    public Dice On(DateOnly day) => At(day.DayNumber);

    public Dice At(int number) => new(Mix(unchecked(Seed + (ulong)(number + 1) * Golden)));

    /// <summary>Uniform, from 0 to below 1.</summary>
    public double Uniform(int roll) => (Roll(roll) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Bell-shaped around 0 with a deviation of 1, never beyond 4.9.</summary>
    public double Bell(int roll) => (Sum(Roll(roll)) + Sum(Mix(Roll(roll) ^ Golden)) - Mean) / Deviation;

    private ulong Roll(int roll) => Mix(unchecked(Seed ^ (ulong)(roll + 1) * 0xD1B54A32D192ED03));

    private static long Sum(ulong four) => (long)((four & 0xFFFF) + (four >> 16 & 0xFFFF) + (four >> 32 & 0xFFFF) + (four >> 48));

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }
}
