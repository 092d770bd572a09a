using System.Globalization;

namespace CreamPie.Core;

/// <summary>
/// The moments at which a process may die worst, by name, so that a test can make it die there:
/// <c>CREAMPIE_CRASH_AT=after-fsync:2</c> ends the process, at once and without a word to anybody, when it passes
/// that point for the second time. Armed by the host, in Development or with a test key only.
/// </summary>
public static class CrashPoint
{
    private static string? _armed;
    private static int _left;

    /// <param name="point">The name of a point, a colon, and which passing of it kills; the first if there is no number.</param>
    public static void Arm(string point)
    {
        var (name, count) = point.Split(':', 2) is [var first, var second] ? (first, int.Parse(second, CultureInfo.InvariantCulture)) : (point, 1);
        Volatile.Write(ref _left, count);
        Volatile.Write(ref _armed, name);
    }

    internal static void Pass(string name)
    {
        if (_armed is { } armed && armed == name && Interlocked.Decrement(ref _left) == 0)
            Environment.FailFast($"Crash point {name}.");
    }
}
