using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Querying.Auditing;

public sealed class AuditQueryTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<DatabaseProvider, string, string> Filters()
    {
        (string Filter, string Targets)[] cases =
        [
            ("", "tue,mon2,mon1"), ("user", "tue,mon1"), ("action", "mon2"), ("outcome", "mon1"), ("from", "tue"), ("to", "mon2,mon1"),
            ("text", "mon1"), ("gone", "mon2"),
        ];
        var data = new TheoryData<DatabaseProvider, string, string>();
        foreach (var (filter, targets) in cases)
        {
            data.Add(DatabaseProvider.Sqlite, filter, targets);
            if (PostgresFixture.SkipReason is null)
                data.Add(DatabaseProvider.Postgres, filter, targets);
        }
        return data;
    }

    [Theory, MemberData(nameof(Filters))]
    public async Task Entries_are_found_by_user_action_outcome_day_and_text(DatabaseProvider provider, string filter, string targets)
    {
        await using var database = await WrittenAsync(provider);

        var page = await database.Get<AuditQuery>().EntriesAsync(SeedData.Admin, Of(filter), new PageRequest(), default);

        Assert.Equal(targets, string.Join(',', page.Items.Select(i => i.Target)));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_key_whatever_is_added()
    {
        await using var database = await WrittenAsync(DatabaseProvider.Sqlite);
        var query = database.Get<AuditQuery>();
        var first = await query.EntriesAsync(SeedData.Admin, new(), new PageRequest(2), default);
        await WriteAsync(database, SeedData.Admin, AuditAction.Import, "later");

        var second = await query.EntriesAsync(SeedData.Admin, new(), new PageRequest(2, first.Cursor), default);

        Assert.Equal(["tue", "mon2"], first.Items.Select(i => i.Target));
        Assert.Equal(["mon1"], second.Items.Select(i => i.Target));
        Assert.Null(second.Cursor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Search_reads_a_stretch_at_a_time_and_says_how_far(DatabaseProvider provider)
    {
        await using var database = await WrittenAsync(provider);
        await using (var db = database.Open())
        {
            // Ids may have gaps: what counts are the entries that a page may have to read.
            var late = new AuditEntry { Id = 300_000, Target = "late", At = Monday.UtcDateTime.AddDays(9), KeepUntil = DateTime.MaxValue };
            db.AuditEntries.Add(late);
            await db.SaveChangesAsync();
        }
        var query = database.Get<AuditQuery>();

        var first = await query.EntriesAsync(SeedData.Admin, Of("text"), new PageRequest(), default);
        var second = await query.EntriesAsync(SeedData.Admin, Of("text"), new PageRequest(Cursor: first.Cursor), default);
        var early = await query.EntriesAsync(
            SeedData.Admin, Of("text") with { To = new DateOnly(2026, 11, 24) }, new PageRequest(), default);

        Assert.Empty(first.Items);
        Assert.Equal(Monday.UtcDateTime.AddDays(1), first.SearchedTo);
        Assert.Equal("mon1", Assert.Single(second.Items).Target);
        Assert.Equal((null, null), (second.Cursor, second.SearchedTo));
        Assert.Equal("mon1", Assert.Single(early.Items).Target);
    }

    [Fact]
    public async Task Only_an_admin_reads_or_exports_it()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var query = database.Get<AuditQuery>();
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.EntriesAsync(SeedData.Analyst, new(), new PageRequest(), default));
        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
        {
            await foreach (var _ in query.ExportAsync(SeedData.Analyst, new(), default))
                Assert.Fail("An entry was exported.");
        });
    }

    [Fact]
    public async Task Export_has_every_entry_and_is_an_entry_itself()
    {
        await using var database = await WrittenAsync(DatabaseProvider.Sqlite);
        var exported = new List<string?>();
        await foreach (var entry in database.Get<AuditQuery>().ExportAsync(SeedData.Admin, new(), default))
            exported.Add($"{entry.Action} {entry.Target}");
        Assert.Equal(["Export audit", "SignIn tue", "Tracking mon2", "SignIn mon1"], exported);
    }

    private static AuditFilter Of(string filter) => filter switch
    {
        "user" => new(User: "ann@EXAMPLE.org"),
        "gone" => new(User: "Gone@example.org"),
        "action" => new(Action: AuditAction.Tracking),
        "outcome" => new(Outcome: AuditOutcome.Refused),
        "from" => new(From: new DateOnly(2026, 11, 24)),
        "to" => new(To: new DateOnly(2026, 11, 23)),
        "text" => new(Text: "FIREFOX"),
        _ => new(),
    };

    private static async Task<TestDatabase> WrittenAsync(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Monday);
        var database = await TestDatabase.CreateAsync(provider, configure: services => services.AddSingleton<TimeProvider>(time));
        var ann = new AppUser { UserName = "ann@example.org", Email = "ann@example.org", NormalizedEmail = "ANN@EXAMPLE.ORG" };
        await database.AddAsync(ann);
        // The name that she had when she acted is another one.
        var caller = new Caller(ann.Id, "old@example.org", new HashSet<string>());
        await WriteAsync(database, caller, AuditAction.SignIn, "mon1", AuditOutcome.Refused, "With Firefox.");
        await WriteAsync(database, new("x", "gone@example.org", new HashSet<string>()), AuditAction.Tracking, "mon2");
        time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(database, caller, AuditAction.SignIn, "tue");
        return database;
    }

    private static Task WriteAsync(
        TestDatabase database, Caller caller, AuditAction action, string target, AuditOutcome outcome = AuditOutcome.Succeeded,
        string? detail = null) => database.Get<AuditTrail>().WriteAsync(caller, action, target, outcome, detail, default);
}
