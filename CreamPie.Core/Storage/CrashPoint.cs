using System.Globalization;

namespace CreamPie.Core.Storage;

/// <summary>
/// The moments at which a process may die worst, by name, so that a test can make it die there:
/// <c>CREAMPIE_CRASH_AT=after-fsync:2</c> ends the process, at once and without a word to anybody, when it passes
/// that point for the second time; with <c>CREAMPIE_CRASH_HOW=wait</c> it says so and stands there for good, until it is
/// killed from outside. Only the environment that the process was started with can ask for it, and the host arms what was
/// asked for, in Development or with a test key only.
/// </summary>
public static class CrashPoint
{
    /// <summary>Every point there is, in the order of a document's way.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "after-claim", "after-headers", "mid-body", "after-tmp-write", "after-fsync", "after-rename", "before-archived-commit",
        "after-archived-commit", "mid-parse", "after-validate", "mid-upsert", "before-ledger", "before-commit", "after-commit",
        "mid-sweep", "mid-migration", "mid-shutdown",
    ];

    /// <summary>Null in every process that is no test's: the JIT knows it by then, and compiles <see cref="Pass"/> to nothing.</summary>
    private static readonly Death? Requested =
        Environment.GetEnvironmentVariable("CREAMPIE_CRASH_AT") is { Length: > 0 } point ? new Death(point) : null;

    /// <summary>The environment asks for the process to die at a point.</summary>
    public static bool IsRequested => Requested is not null;

    /// <summary>From now on passing the point that the environment names counts.</summary>
    /// <param name="waits">Stands at the point, in place of ending there.</param>
    /// <exception cref="FormatException">There is no such point; the message lists those that there are.</exception>
    public static void Arm(bool waits) => Requested?.Arm(waits);

    internal static void Pass(string name)
    {
        if (Requested is not null)
            Requested.Pass(name);
    }

    /// <param name="point">The name of a point, a colon, and which passing of it kills; the first if there is no number.</param>
    private sealed class Death(string point)
    {
        private string? _armed;
        private int _left;
        private bool _waits;

        public void Arm(bool waits)
        {
            var (name, passing) = point.Split(':', 2) is [var first, var second] ? (first, second) : (point, "1");
            if (!Names.Contains(name) || !int.TryParse(passing, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                throw new FormatException($"'{point}' is no crash point: it is one of {string.Join(", ", Names)}, with a number after a colon for a later passing, like after-fsync:2.");
            (_waits, _left) = (waits, count);
            Volatile.Write(ref _armed, name);
        }

        public void Pass(string name)
        {
            if (Volatile.Read(ref _armed) != name || Interlocked.Decrement(ref _left) != 0)
                return;
            if (!_waits)
                Environment.FailFast($"Crash point {name}.");
            Console.Error.WriteLine($"Crash point {name}: waiting to be killed.");
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }
}
