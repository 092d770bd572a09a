using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Yahoo.Chart;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Storage.Transitions;

/// <summary>A live worker that loses its lease to an outage or a time limit: no crash is counted, the document has the reason.</summary>
public class LostLeaseTests
{
    private static readonly IngestionOptions Defaults = new();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));
    private readonly BlockingSource _parser = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Overlong_run_is_retried_then_given_up(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var id = await DroppedAsync(rig);
        for (var attempt = 1; attempt <= Defaults.MaxAttempts; attempt++)
        {
            await rig.DueAsync();
            var result = await RunAsync(rig.Get<Pipeline>(), passes: Defaults.LongestRun + Defaults.Heartbeat);

            var (document, isLast) = (await rig.DocumentAsync(id), attempt == Defaults.MaxAttempts);
            Assert.Equal(
                (isLast ? DocumentState.Dead : DocumentState.Archived, attempt, 0),
                (document.State, document.Attempts, document.Crashes));
            Assert.Equal(
                (isLast ? Outcome.Dead : Outcome.Retry, Reason.Outage, null),
                (document.Outcome, document.Reason, document.LeaseOwner));
            Assert.StartsWith("Processing took longer than 120 s and was stopped.", document.Error, StringComparison.Ordinal);
            Assert.Equal((document.Reason, isLast), (result.Reason, result.IsDeadLetter));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unrenewed_lease_is_released_uncharged_after_the_outage(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var id = await DroppedAsync(rig);
        var away = Outage(rig);

        var result = await RunAsync(PipelineOver(rig, away), passes: Defaults.Lease + Defaults.Heartbeat, () => away.Faults = 1);

        var document = await rig.DocumentAsync(id);
        Assert.Equal((DocumentState.Archived, 0, 0, null), (document.State, document.Attempts, document.Crashes, document.LeaseOwner));
        Assert.Equal((Outcome.Retry, Reason.Outage, Reason.Outage), (document.Outcome, document.Reason, result.Reason));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Failed_renewals_never_count_as_crashes(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var id = await DroppedAsync(rig);
        var away = Outage(rig);
        var pipeline = PipelineOver(rig, away);
        for (var outage = 0; outage <= Defaults.MaxCrashes; outage++)
        {
            var result = await RunAsync(pipeline, passes: Defaults.Lease + Defaults.Heartbeat, () => away.Faults = int.MaxValue);

            Assert.Equal(RunResult.EndPending, result);
            Assert.Equal((1, 0), ((await rig.DocumentAsync(id)).Attempts, (await rig.DocumentAsync(id)).Crashes));
            away.Faults = 0;
            await using var db = rig.Database.Open();
            await db.Documents.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.LeaseUntil, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        }

        _parser.Blocks = false;
        await pipeline.RunAsync(id, CancellationToken.None);

        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(id)).State);
    }

    /// <summary>
    /// Runs the document; while it is read, invokes <paramref name="happens"/> and advances the clock by <paramref name="passes"/>.
    /// </summary>
    private async Task<RunResult> RunAsync(Pipeline pipeline, TimeSpan passes, Action? happens = null)
    {
        _parser.Entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Task.Run(() => pipeline.RunAsync(1, CancellationToken.None));
        await Task.WhenAny(_parser.Entered.Task, run);
        Assert.False(run.IsCompleted);
        happens?.Invoke();
        _time.Advance(passes);
        return await run;
    }

    private Task<IngestionRig> StartAsync(DatabaseProvider provider) => IngestionRig.StartAsync(
        provider, services => services.AddSingleton<TimeProvider>(_time).AddSingleton<ISource>(_parser));

    private async Task<int> DroppedAsync(IngestionRig rig)
    {
        var now = _time.Now();
        var bytes = Encoding.UTF8.GetBytes(ChartJson("AAA", Sessions(now, 5), now));
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "AAA.json", bytes, CancellationToken.None);
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Source, _parser.Name));
        return document.Id;
    }

    private static OutageContexts Outage(IngestionRig rig) =>
        new(rig.Database.Contexts, () => new SqliteException("The disk is full.", 13));

    /// <summary>A pipeline whose leases and attempts use a database with outages.</summary>
    private static Pipeline PipelineOver(IngestionRig rig, IDbContextFactory<CreamPieDbContext> away)
    {
        var (leases, attempts) = (Make<DocumentLeases>(rig, away), Make<AttemptRecorder>(rig, away));
        return Make<Pipeline>(rig, leases, Make<DocumentFetcher>(rig, attempts), Make<DocumentCompletion>(rig, leases, attempts));
    }

    private static T Make<T>(IngestionRig rig, params object[] given) => ActivatorUtilities.CreateInstance<T>(rig.Database.Services, given);

    /// <summary>Blocks in Parse until it is cancelled.</summary>
    private sealed class BlockingSource : ISource
    {
        public bool Blocks { get; set; } = true;
        public TaskCompletionSource Entered { get; set; } = new();
        public SourceName Name => SourceName.AlphaVantage;
        public int ParserVersion => 1;

        public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => null;

        public Refusal? Classify(SourceResponse response) => PageRefusal.Of(response);

        public ParseResult Parse(ParseInput input, CancellationToken cancellationToken)
        {
            if (Blocks)
            {
                Entered.TrySetResult();
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
            }
            return ChartResponse.Parse(input);
        }
    }
}
