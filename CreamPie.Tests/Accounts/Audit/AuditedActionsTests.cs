using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CreamPie.Core.Accounts;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Accounts.Audit;

/// <summary>One row of the audit for each thing that a person does, and none for what changes nothing.</summary>
public sealed class AuditedActionsTests
{
    private static readonly Symbol Foo = Symbol.Parse("FOO");

    /// <summary>What is done, to what is there already; and what the row says.</summary>
    private static readonly Dictionary<string, Command> Commands = new()
    {
        ["track"] = (
            d => d.Get<Tracker>().TrackAsync(SeedData.Analyst, Symbol.Parse("NEW"), default), AuditAction.Tracking, "NEW", "Tracked."),
        ["untrack"] = (d => d.Get<Tracker>().UntrackAsync(SeedData.Admin, Foo, default), AuditAction.Tracking, "FOO", "Untracked."),
        ["stop"] = (d => d.Get<Tracker>().StopAsync(SeedData.Analyst, Foo, default), AuditAction.Tracking, "FOO", "Untracked."),
        ["stop what others track"] = (
            d => d.Get<Tracker>().StopAsync(SeedData.Analyst, Symbol.Parse("OFF"), default),
            AuditAction.Tracking, "OFF", "No longer tracked; kept for others."),
        ["pause"] = (d => d.Get<Tracker>().PauseAsync(SeedData.Admin, Foo, default), AuditAction.Tracking, "FOO", "Paused."),
        ["reactivate"] = (
            d => d.Get<Tracker>().ReactivateAsync(SeedData.Admin, Symbol.Parse("OFF"), default),
            AuditAction.Tracking, "OFF", "Reactivated."),
        ["pull"] = (d => d.Get<ManualPulls>().RefreshAsync(SeedData.Admin, Foo, default), AuditAction.JobTrigger, "FOO", "Pull."),
        ["full pull"] = (
            d => d.Get<ManualPulls>().RefreshAsync(SeedData.Admin, Foo, whole: true, default), AuditAction.JobTrigger, "FOO", "Full pull."),
        ["retry"] = (
            d => d.Get<DeadLetterRetries>().RetryAsync(SeedData.Admin, 7, default),
            AuditAction.DataDecision, "document 7", "Retried."),
        ["retry all"] = (
            d => d.Get<DeadLetterRetries>().RetryAllAsync(SeedData.Admin, [7, 8], default),
            AuditAction.DataDecision, "documents 7, 8", "Retried."),
        ["requeue"] = (
            d => d.Get<DeadLetterRetries>().RequeueAsync(SeedData.Admin, 7, isDispatched: true, default),
            AuditAction.DataDecision, "document 7", "Retried."),
        ["accept"] = (
            d => d.Get<DeadLetterRetries>().AcceptAsync(SeedData.Admin, 8, default),
            AuditAction.DataDecision, "document 8", "Rewrite accepted."),
        ["supersede"] = (
            d => d.Get<Supersession>().SupersedeAsync(SeedData.Admin, 9, default), AuditAction.DataDecision, "document 9", "Superseded."),
        ["confirm"] = (
            d => d.Get<ListingDecisions>().ConfirmAsync(SeedData.Admin, 1, default),
            AuditAction.DataDecision, "FOO", "ListingDoubt confirmed."),
        ["join"] = (
            d => d.Get<ListingDecisions>().JoinAsync(SeedData.Admin, 2, default),
            AuditAction.DataDecision, "FOO", "NewListing joined."),
        ["order"] = (
            d => d.Get<SourceControl>().SetOrderAsync(SeedData.Admin, Foo, "YahooChart", default),
            AuditAction.DataDecision, "FOO", "Source order: YahooChart."),
        ["resume"] = (
            d => d.Get<SourceControl>().ResumeAsync(SeedData.Admin, SourceName.YahooPage, default),
            AuditAction.DataDecision, "YahooPage", "Source resumed."),
        ["import"] = (
            d => d.Get<FileImport>().ImportAsync(SeedData.Admin, "a\r\nb.csv", "x"u8.ToArray(), default),
            AuditAction.Import, "a\\u000d\\u000ab.csv",
            "1 bytes, 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881."),
        ["back up"] = (
            d => d.Get<BackupOverview>().RequestAsync(SeedData.Admin, BackupKind.Backup, default),
            AuditAction.JobTrigger, "/backups", "Backup."),
    };

    public static TheoryData<string> Names => [.. Commands.Keys];

    internal static IEnumerable<string> Tested => Commands.Keys;

    [Theory, MemberData(nameof(Names))]
    public async Task Each_command_writes_exactly_one_row(string name)
    {
        var (act, action, target, detail) = (Commands[name].Act, Commands[name].Action, Commands[name].Target, Commands[name].Detail);
        await using var database = await PreparedAsync();

        await act(database);

        await using var db = database.Open();
        var entry = Assert.Single(await db.AuditEntries.ToListAsync());
        Assert.Equal((action, AuditOutcome.Succeeded, target, detail), (entry.Action, entry.Outcome, entry.Target, entry.Detail));
        Assert.Equal(name is "track" or "stop" or "stop what others track" ? "ann" : "adam", entry.UserName);
    }

    [Fact]
    public async Task What_changes_nothing_writes_no_row()
    {
        await using var database = await PreparedAsync();
        await database.Get<Tracker>().TrackAsync(SeedData.Analyst, Foo, default);
        await database.Get<Tracker>().ReactivateAsync(SeedData.Admin, Foo, default);
        await database.Get<Tracker>().UntrackAsync(SeedData.Admin, Symbol.Parse("NONE"), default);
        await database.Get<Tracker>().StopAsync(SeedData.Analyst, Symbol.Parse("NONE"), default);
        await database.Get<DeadLetterRetries>().RetryAsync(SeedData.Admin, 1_000, default);
        await database.Get<SourceControl>().ResumeAsync(SeedData.Admin, SourceName.YahooChart, default);
        await Assert.ThrowsAsync<AccessDeniedException>(() => database.Get<Tracker>().PauseAsync(SeedData.Analyst, Foo, default));

        await using var db = database.Open();
        Assert.Empty(await db.AuditEntries.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_sign_in_and_its_end_writes_one_row(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var analyst = await app.AnalystAsync();
        await app.SeeAuditAsync("SignIn Succeeded analyst@example.org by analyst@example.org: API.");
        (await analyst.PostAsync("/api/auth/logout", null)).EnsureSuccessStatusCode();
        await app.SeeAuditAsync("SessionEnd Succeeded analyst@example.org by analyst@example.org: Signed out (API).");

        using var browser = app.Anonymous();
        (await browser.SignInByPageAsync(TestApplication.AnalystEmail, "wrong")).EnsureSuccessStatusCode();
        await app.SeeAuditAsync("SignIn Refused analyst@example.org by nobody: Browser.");
        (await browser.SignInByPageAsync("my secret password", "wrong")).EnsureSuccessStatusCode();
        await app.SeeAuditAsync("SignIn Refused - by nobody: Browser. No such account.");
        await browser.PostAsJsonAsync("/api/auth/login", new { email = TestApplication.AnalystEmail, password = "wrong" });
        await app.SeeAuditAsync("SignIn Refused analyst@example.org by nobody: API.");

        await browser.SignInByPageAsync(TestApplication.AnalystEmail);
        await app.SeeAuditAsync("SignIn Succeeded analyst@example.org by analyst@example.org: Browser.");
        await browser.PressAsync("/account", "/account/sign-out");
        await app.SeeAuditAsync("SessionEnd Succeeded analyst@example.org by analyst@example.org: Signed out.");
        await browser.SignInByPageAsync(TestApplication.AnalystEmail);
        await app.SeeAuditAsync("SignIn Succeeded analyst@example.org by analyst@example.org: Browser.");

        await browser.FillInAsync("/account", ("Input.Old", "wrong"), ("Input.New", "another orange ladder"));
        await app.SeeAuditAsync("PasswordChange Refused analyst@example.org by analyst@example.org: The current password was wrong.");
        await browser.FillInAsync("/account", ("Input.Old", TestApplication.Password), ("Input.New", "another orange ladder"));
        await app.SeeAuditAsync(
            "PasswordChange Succeeded analyst@example.org by analyst@example.org: Changed by its owner.");
        await browser.PressAsync("/account", "/account/sign-out-everywhere");
        await app.SeeAuditAsync("SessionEnd Succeeded analyst@example.org by analyst@example.org: Signed out everywhere.");
    }

    [Fact]
    public async Task Buttons_of_the_job_dashboard_write_one_row_each()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        using var admin = app.Anonymous();
        await admin.SignInByPageAsync(TestApplication.AdminEmail);
        await app.AuditAsync();
        var page = await admin.GetStringAsync("/hangfire/recurring");
        var token = Regex.Match(page, "data-xsrf-token=\"([^\"]+)\"|name=\"csrf-token\" content=\"([^\"]+)\"");

        using var trigger = new HttpRequestMessage(HttpMethod.Post, "/hangfire/recurring/trigger")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "plan-pulls")]),
        };
        if (token.Success)
            trigger.Headers.Add("RequestVerificationToken", token.Groups[1].Value + token.Groups[2].Value);
        using var answer = await admin.SendAsync(trigger);

        var outcome = answer.IsSuccessStatusCode ? "Succeeded" : "Refused";
        await app.SeeAuditAsync($"JobTrigger {outcome} jobs plan-pulls by admin@example.org: Job dashboard: recurring/trigger.");
        await admin.PostAsync("/hangfire/stats", null);
        Assert.Empty(await app.AuditAsync());
    }

    /// <summary>
    /// FOO is tracked and has a retired listing, OFF is paused; 7 is dead, 8 a mass rewrite, 9 in the queue; finding 1 doubts the listing,
    /// 2 reports a new one; the page source is stopped.
    /// </summary>
    private static async Task<TestDatabase> PreparedAsync()
    {
        var database = await SeedData.DatabaseAsync(
            DatabaseProvider.Sqlite, new DateOnly(2026, 11, 20), new Dictionary<string, string?> { ["Backups:Folder"] = "/backups" });
        var foo = SeedData.Tracked("FOO");
        var off = SeedData.Tracked("OFF");
        off.Status = StockStatus.Paused;
        var retired = new Stock { Symbol = "FOO=1", FormerSymbol = "FOO", ListedUntil = new(2020, 1, 1), Status = StockStatus.Imported };
        await database.AddAsync(foo, off, retired);
        await database.AddAsync(
            new Follower { StockId = foo.Id, UserId = SeedData.Analyst.Id },
            new Follower { StockId = off.Id, UserId = SeedData.Analyst.Id });
        var dead = SeedData.NewDocument(7, "OFF", off.Id, DocumentState.Quarantined);
        dead.Sha256 = new string('7', 64);
        var rewrite = SeedData.NewDocument(8, "OFF", off.Id, DocumentState.Quarantined);
        (rewrite.Sha256, rewrite.Reason) = (new string('8', 64), Reason.MassRewrite);
        var queued = SeedData.NewDocument(9, "OFF", off.Id, DocumentState.Planned);
        await database.AddAsync(
            dead, rewrite, queued,
            new Finding { Id = 1, StockId = foo.Id, DocumentId = 7, Kind = FindingKind.ListingDoubt, Seen = "doubt", Done = "-" },
            new Finding
            {
                Id = 2,
                StockId = foo.Id,
                DocumentId = 7,
                Kind = FindingKind.NewListing,
                Date = new(2020, 1, 2),
                Seen = "new",
                Done = "-",
            },
            new SourceHealthRow { Source = SourceName.YahooPage, StoppedAt = dead.PlannedAt, StoppedWhy = "layout" });
        return database;
    }

    private sealed record Command(Func<TestDatabase, Task> Act, AuditAction Action, string Target, string Detail)
    {
        public static implicit operator Command((Func<TestDatabase, Task> Act, AuditAction Action, string Target, string Detail) command) =>
            new(command.Act, command.Action, command.Target, command.Detail);
    }
}
