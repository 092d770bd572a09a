using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>Each run ends with one log line: document, outcome, and the trace id that its attempt records.</summary>
public class RunLogTests
{
    [Theory]
    [OnSqlite("loaded", "Loaded", "", 5), OnSqlite("unknown", "Dead", "SymbolUnknown", 0)]
    [OnSqlite("blocked", "HostPaused", "Forbidden", 0)]
    [OnSqlite("down", "Retry", "ServerError", 0), OnPostgres("loaded", "Loaded", "", 5)]
    public async Task Run_ends_with_one_complete_log_line(DatabaseProvider provider, string fate, string outcome, string reason, int rows)
    {
        var lines = new StructuredLines();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddLogging(b => b.AddProvider(lines)));
        var now = rig.Get<TimeProvider>().Now();
        switch (fate)
        {
            case "loaded": rig.Serve("AAA", Page("AAA", Sessions(now, 5), now)); break;
            case "blocked": rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, [])); break;
            case "down": rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(503, "a secret body"u8.ToArray())); break;
        }
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        var line = Assert.Single(lines, l => l.ContainsKey("Rows"));
        Assert.Equal(
            (document.Id.ToString(CultureInfo.InvariantCulture), "AAA", "YahooPage",
                outcome, reason, rows.ToString(CultureInfo.InvariantCulture)),
            (line["Document"], line["Symbol"], line["Source"], line["Outcome"], line["Reason"], line["Rows"]));
        Assert.InRange(double.Parse(line["Milliseconds"], CultureInfo.InvariantCulture), 0.001, 600_000);
        await using var db = rig.Database.Open();
        var attempt = await db.Attempts.SingleAsync();
        Assert.Matches("^[0-9a-f]{32}$", attempt.TraceId);
        Assert.Equal(attempt.TraceId, line["TraceId"]);
        Assert.DoesNotContain(lines, l => l.Values.Any(v => v.Contains("a secret body", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_joins_the_trace_of_its_caller()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        using (var job = new Activity("job").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            await rig.DropAsync("AAA.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray());
            await using var db = rig.Database.Open();
            Assert.Equal(job.TraceId.ToHexString(), (await db.Attempts.SingleAsync()).TraceId);
        }
        Assert.Null(RunLog.TraceId);
    }

    [Fact]
    public async Task Internal_fault_also_ends_with_a_log_line()
    {
        var lines = new StructuredLines();
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddLogging(b => b.AddProvider(lines)));
        rig.Serve("AAA", Page("AAA", Sessions(rig.Get<TimeProvider>().Now(), 5), rig.Get<TimeProvider>().Now()));
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await using (var db = rig.Database.Open())
            await db.Database.ExecuteSqlAsync($"drop table daily_bar");

        await Assert.ThrowsAnyAsync<Exception>(rig.RunAsync);

        Assert.Equal("Internal", Assert.Single(lines, l => l.ContainsKey("Rows"))["Reason"]);
    }

    /// <summary>Collects the structured fields of every log line.</summary>
    private sealed class StructuredLines : ConcurrentBag<Dictionary<string, string>>, ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(
            state is IReadOnlyList<KeyValuePair<string, object?>> fields
                ? fields.DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => Convert.ToString(f.Value, CultureInfo.InvariantCulture) ?? "")
                : []);

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
