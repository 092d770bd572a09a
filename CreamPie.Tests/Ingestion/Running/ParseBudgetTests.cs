using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Yahoo.Chart;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>A parser that exceeds its budget.</summary>
public class ParseBudgetTests
{
    [Theory]
    [OnSqlite(2, DocumentState.Dead, Reason.ParseBudget), OnPostgres(2, DocumentState.Dead, Reason.ParseBudget)]
    [OnSqlite(1, DocumentState.Loaded, null), OnPostgres(1, DocumentState.Loaded, null)]
    public async Task Parser_over_budget_twice_is_stopped_and_document_given_up(
        DatabaseProvider provider, int slowTimes, DocumentState state, Reason? reason)
    {
        var source = new SlowSource(slowTimes);
        await using var rig = await IngestionRig.StartAsync(
            provider, services => services.AddSingleton<ISource>(source),
            settings: _ => new() { ["Ingestion:ParseBudget"] = "00:00:01" });
        var now = rig.Get<TimeProvider>().Now();
        source.Address = new Uri(rig.Source.Root, "/slow");
        rig.Source.On("/slow", RawHttpServer.Answer(
            200, Encoding.UTF8.GetBytes(ChartJson("AAA", Sessions(now, 5), now)), "Content-Type: application/json"));

        var document = await rig.PullAsync(SourceName.AlphaVantage, "AAA");

        Assert.Equal((state, reason), (document.State, document.Reason));
        Assert.Equal(2, source.Parses);
    }

    /// <summary>Exceeds its budget the given number of times, then parses charts.</summary>
    private sealed class SlowSource(int times) : ISource
    {
        public Uri? Address { get; set; }
        public int Parses { get; private set; }
        public SourceName Name => SourceName.AlphaVantage;
        public int ParserVersion => 1;

        public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) =>
            new(Address!, new Dictionary<string, string>());

        public Refusal? Classify(SourceResponse response) => PageRefusal.Of(response);

        public ParseResult Parse(ParseInput input, CancellationToken cancellationToken)
        {
            if (++Parses <= times)
            {
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
            }
            return ChartResponse.Parse(input);
        }
    }
}
