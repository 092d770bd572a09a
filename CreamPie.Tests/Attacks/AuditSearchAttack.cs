using System.Diagnostics;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Attacks;

/// <summary>How long a page of the audit takes among a million entries, by what is looked for.</summary>
internal static class AuditSearchAttack
{
    private const int Entries = 1_000_000;
    private const int Runs = 5;

    private static readonly (string Name, AuditFilter Filter)[] Searches =
    [
        ("newest", new()), ("action", new(Action: AuditAction.Tracking)), ("outcome that is rare", new(Outcome: AuditOutcome.Failed)),
        ("first days", new(To: new DateOnly(2024, 1, 2))), ("text on every page", new(Text: "chrome")),
        ("text that is nowhere", new(Text: "nowhere")), ("text in the first days", new(Text: "chrome", To: new DateOnly(2024, 1, 2))),
        ("user who is gone", new(User: "gone@example.org")),
    ];

    public static async Task RunAsync(TextWriter report)
    {
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.Postgres })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await FillAsync(database, provider);
            var query = database.Get<AuditQuery>();
            foreach (var (name, filter) in Searches)
            {
                var times = new List<double>();
                AuditPage? page = null;
                for (var i = 0; i < Runs; i++)
                {
                    var watch = Stopwatch.StartNew();
                    page = await query.EntriesAsync(SeedData.Admin, filter, new PageRequest(50), default);
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }
                times.Sort();
                await report.WriteLineAsync(
                    $"audit, {provider}, {name}: {times[Runs / 2]:0} ms, {page!.Items.Count} entries"
                    + (page.Cursor is null ? "" : ", and more"));
            }
        }
    }

    /// <summary>A minute apart from the first of January 2024 on.</summary>
    private static async Task FillAsync(TestDatabase database, DatabaseProvider provider)
    {
        await using var db = database.Open();
        db.Database.SetCommandTimeout(600);
        var sql = provider == DatabaseProvider.Sqlite
            ? $"""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Entries})
            insert into audit_entry (at, user_name, action, outcome, target, detail, address, keep_until)
            select 1704067200000 + i * 60000,
              'user' || i % 100 || '@example.org', iif(i % 10 = 0, 'Tracking', 'SignIn'), 'Succeeded', 'user' || i % 100 || '@example.org',
              'Browser: ' || iif(i % 2 = 0, 'Chrome', 'Firefox') || ' on a machine with a long name, entry ' || i, '192.0.2.' || i % 250,
              4070908800000 from n
            """
            : $"""
            insert into audit_entry (at, user_name, action, outcome, target, detail, address, keep_until)
            select timestamptz '2024-01-01Z' + i * interval '1 minute', 'user' || i % 100 || '@example.org',
              case when i % 10 = 0 then 'Tracking' else 'SignIn' end, 'Succeeded', 'user' || i % 100 || '@example.org',
              'Browser: ' || case when i % 2 = 0 then 'Chrome' else 'Firefox' end || ' on a machine with a long name, entry ' || i,
              '192.0.2.' || i % 250, timestamptz '2099-01-01Z' from generate_series(1, {Entries}) i
            """;
#pragma warning disable EF1002 // numbers of our own
        await db.Database.ExecuteSqlRawAsync(sql);
        await db.Database.ExecuteSqlRawAsync("analyze");
#pragma warning restore EF1002
    }
}
