using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

/// <summary><c>-- attack</c> runs every step, <c>-- attack hostile 20000</c> one of them, with its arguments.</summary>
internal static class AttackCommand
{
    /// <summary>The name of each step, and what it returns: 0 if the program withstood.</summary>
    private static readonly (string Name, Func<string[], Task<int>> RunAsync)[] Steps =
    [
        ("hostile", HostileAsync),
        ("circuits", _ => Measured(CircuitAttack.RunAsync)),
        ("queue", _ => Measured(QueueAttack.RunAsync)),
        ("heavy", _ => Measured(HeavyReadAttack.RunAsync)),
        ("audit", _ => Measured(AuditSearchAttack.RunAsync)),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var chosen = Steps.Where(s => arguments is [] || s.Name == arguments[0]).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"There is no step {arguments[0]}: {string.Join(", ", Steps.Select(s => s.Name))}");
            return 1;
        }
        var worst = 0;
        foreach (var (name, runAsync) in chosen)
        {
            Console.WriteLine($"-- {name}");
            worst = Math.Max(worst, await runAsync(arguments is [] ? [] : arguments[1..]));
        }
        return worst;
    }

    /// <summary>A step that reports figures and throws where the program gives way.</summary>
    private static async Task<int> Measured(Func<TextWriter, Task> runAsync)
    {
        await runAsync(Console.Out);
        return 0;
    }

    /// <summary>Random requests to every route, on each database that is there.</summary>
    private static async Task<int> HostileAsync(string[] arguments)
    {
        var count = arguments is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 20_000;
        var seed = arguments is [_, var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 1;
        var failures = 0;
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.Postgres })
        {
            if (provider == DatabaseProvider.Postgres && PostgresFixture.SkipReason is { } missing)
            {
                Console.WriteLine(missing);
                continue;
            }
            var run = await HostileRun.RunAsync(provider, count / 2, seed);
            Console.WriteLine($"{provider}: {run.Report()}");
            foreach (var failure in run.Failures.Take(50))
                Console.Error.WriteLine(failure);
            failures += run.Failures.Count;
        }
        return failures == 0 ? 0 : 1;
    }
}
