using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>The next source of a fallback round, as a table.</summary>
public class FallbackRoundTests
{
    private static readonly DateTime Now = new(2025, 6, 16, 12, 0, 0, DateTimeKind.Utc);
    private static readonly SourceName[] Order = [SourceName.YahooPage, SourceName.YahooChart, SourceName.AlphaVantage];

    [Theory]
    [InlineData("", SourceName.YahooPage)]
    [InlineData("Planned", null)]
    [InlineData("Loaded", null)]
    [InlineData("Dead:SymbolUnknown", SourceName.YahooChart)]
    [InlineData("Dead:Network", SourceName.YahooChart)]
    [InlineData("Quarantined:Layout", SourceName.YahooChart)]
    [InlineData("Quarantined:NotHistory Quarantined:ContentType", SourceName.AlphaVantage)]
    [InlineData("Quarantined:Layout Dead:SymbolUnknown Dead:Network", null)]
    [InlineData("Superseded", SourceName.YahooChart)]
    [InlineData("Waiting:Forbidden:60", SourceName.YahooChart)]
    [InlineData("Waiting:RateLimited:1", null)]
    [InlineData("Waiting:Forbidden:60 Planned", null)]
    [InlineData("Waiting:Forbidden:60 Loaded", null)]
    [InlineData("Waiting:Forbidden:60 Quarantined:Layout", SourceName.AlphaVantage)]
    [InlineData("Waiting:Forbidden:60 Waiting:Consent:60 Waiting:Robots:60", null)]
    // The data is in doubt, not the source: another source's bars would have another scale.
    [InlineData("Quarantined:MassRewrite", null)]
    public void Next_source_is_used_when_one_cannot_deliver(string pulls, SourceName? next) =>
        Assert.Equal(next, new FallbackRound(Order, Pulls(pulls)).Next(new HashSet<SourceName>(), Now));

    [Fact]
    public void Paused_host_is_skipped_unless_all_are_paused()
    {
        var round = new FallbackRound(Order, []);
        Assert.Equal(SourceName.YahooChart, round.Next(new HashSet<SourceName> { SourceName.YahooPage }, Now));
        Assert.Equal(SourceName.YahooPage, round.Next(Order.ToHashSet(), Now));
        Assert.Null(new FallbackRound(Order, Pulls("Waiting:Forbidden:60")).Next(Order.ToHashSet(), Now));
    }

    [Fact]
    public void Archived_bytes_waiting_to_load_cause_no_fallback()
    {
        var archived = Pulls("Waiting:Forbidden:60");
        archived[0].Sha256 = "ab";
        Assert.Null(new FallbackRound(Order, archived).Next(new HashSet<SourceName>(), Now));
    }

    [Theory]
    [InlineData("Dead:SymbolUnknown", false)]
    [InlineData("Dead:SymbolUnknown Dead:SymbolUnknown Dead:Network", false)]
    [InlineData("Dead:SymbolUnknown Dead:SymbolUnknown Dead:SymbolUnknown", true)]
    public void Symbol_is_unknown_only_if_every_source_says_so(string pulls, bool unknown) =>
        Assert.Equal(unknown, new FallbackRound(Order, Pulls(pulls)).IsUnknownEverywhere);

    /// <summary>State, reason and minutes to wait of one pull per source, in source order.</summary>
    private static List<Document> Pulls(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((pull, i) =>
    {
        var parts = pull.Split(':');
        return new Document
        {
            PlanKey = $"{i}",
            Source = Order[i],
            State = Enum.Parse<DocumentState>(parts[0]),
            Reason = parts.Length > 1 ? Enum.Parse<Reason>(parts[1]) : null,
            Outcome = parts.Length > 2 ? Outcome.HostPaused : null,
            NextAttempt = Now.AddMinutes(parts.Length > 2 ? int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : 0),
        };
    })];
}
