using System.Globalization;

namespace CreamPie.Core.Storage;

/// <summary>
/// Named points at which a process may be killed by a test: <c>CREAMPIE_CRASH_AT=after-fsync:2</c> ends the process
/// without clean-up when it passes that point for the second time; with <c>CREAMPIE_CRASH_HOW=wait</c> it blocks there
/// until it is killed. Set by the environment only, and armed by the host in Development or with a test key only.
/// </summary>
public static class CrashPoint
{
    /// <summary>All points, in the order of a document's processing.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "after-lease", "after-headers", "mid-body", "after-tmp-write", "after-fsync", "after-rename", "before-archived-commit",
        "after-archived-commit", "mid-parse", "after-validate", "mid-upsert", "before-ledger", "before-commit", "after-commit",
        "mid-sweep", "mid-migration", "mid-shutdown",
    ];

    /// <summary>Null outside of tests: the JIT knows it by then and compiles <see cref="Pass"/> to nothing.</summary>
    private static readonly Death? Requested =
        Environment.GetEnvironmentVariable("CREAMPIE_CRASH_AT") is { Length: > 0 } point ? new Death(point) : null;

    /// <summary>True if the environment names a point.</summary>
    public static bool IsRequested => Requested is not null;

    /// <summary>Starts counting passes of the named point.</summary>
    /// <param name="waits">True to block at the point instead of ending the process.</param>
    /// <exception cref="FormatException">Unknown point; the message lists the known ones.</exception>
    public static void Arm(bool waits) => Requested?.Arm(waits);

    internal static void Pass(string name)
    {
        if (Requested is not null)
            Requested.Pass(name);
    }

    /// <param name="point">Name of a point, optionally with a colon and the number of the pass that kills; 1 if absent.</param>
    private sealed class Death(string point)
    {
        private string? _armed;
        private int _left;
        private bool _waits;

        public void Arm(bool waits)
        {
            var (name, passing) = point.Split(':', 2) is [var first, var second] ? (first, second) : (point, "1");
            if (!Names.Contains(name)
                || !int.TryParse(passing, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                throw new FormatException(
                    $"'{point}' is not a crash point. Use one of {string.Join(", ", Names)}, "
                    + "with a colon and a number for a later pass, like after-fsync:2.");
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
