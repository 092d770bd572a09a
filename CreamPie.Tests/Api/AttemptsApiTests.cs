using System.Text.Json;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

/// <summary>"Why is there no data?" for integrations.</summary>
public sealed class AttemptsApiTests
{
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Newest_20_attempts_are_listed_in_full_detail()
    {
        await using var server = await StockDataServer.StartAsync();
        var (stock, archived) = (SeedData.Tracked("TEST"), SeedData.NewDocument(7, "TEST", state: DocumentState.Quarantined));
        archived.Sha256 = new string('a', 64);
        await server.AddAsync(stock);
        await server.AddAsync(archived, SeedData.NewDocument(8, "TEST", stock.Id, DocumentState.Waiting));
        // Inserted out of order: 19 failed (the first exceeds the limit), one refused, one running.
        await server.AddAsync(
        [
            new Attempt { DocumentId = 8, N = 20, Started = Start.AddHours(20) },
            .. Enumerable.Range(0, 19).Select(i => new Attempt
            {
                DocumentId = 8,
                N = i,
                Started = Start.AddHours(i),
                Ended = Start.AddHours(i).AddSeconds(2),
                Outcome = Outcome.HostPaused,
                Reason = Reason.RateLimited,
                Error = $"No {i}",
                HttpStatus = 429,
            }),
            new Attempt
            {
                DocumentId = 7,
                N = 19,
                Started = Start.AddHours(19),
                Ended = Start.AddHours(19).AddMilliseconds(1_500),
                Outcome = Outcome.Quarantined,
                Reason = Reason.Layout,
                Error = "No table.",
                HttpStatus = 200,
                Bytes = 123_456,
                TraceId = "0123456789abcdef0123456789abcdef",
            },
        ]);

        var answer = await server.Client().JsonAsync("/api/stock-data/test/attempts");

        Assert.Equal(["items", "total", "next"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal((20, JsonValueKind.Null), (answer.GetProperty("total").GetInt32(), answer.GetProperty("next").ValueKind));
        List<JsonElement> items = [.. answer.GetProperty("items").EnumerateArray()];
        Assert.Equal(
            Enumerable.Range(1, 20).Reverse().Select(i => Start.AddHours(i)),
            items.Select(i => i.GetProperty("started").GetDateTime()));
        Assert.Equal(
            "{\"documentId\":8,\"source\":\"YahooPage\",\"state\":\"Waiting\",\"started\":\"2025-01-01T20:00:00Z\",\"ended\":null,"
            + "\"outcome\":null,\"reason\":null,\"error\":null,\"remedy\":null,\"httpStatus\":null,\"bytes\":null,"
            + "\"nextAttempt\":\"2025-01-02T00:00:00Z\",\"raw\":null,\"parsed\":null,\"traceId\":null}",
            items[0].GetRawText());
        Assert.Equal(
            "{\"documentId\":7,\"source\":\"YahooPage\",\"state\":\"Quarantined\",\"started\":\"2025-01-01T19:00:00Z\","
            + "\"ended\":\"2025-01-01T19:00:01.5Z\",\"outcome\":\"Quarantined\",\"reason\":\"Layout\",\"error\":\"No table.\","
            + "\"remedy\":\"Compare raw and parsed. After three in a row the source stops and the next one takes over; "
            + "retry once a new parser is installed.\",\"httpStatus\":200,\"bytes\":123456,\"nextAttempt\":null,"
            + "\"raw\":\"/api/stock-data/documents/7/raw\",\"parsed\":\"/api/stock-data/documents/7/parsed\","
            + "\"traceId\":\"0123456789abcdef0123456789abcdef\"}",
            items[1].GetRawText());
        Assert.Equal(
            ("HostPaused", "RateLimited", "No 18"),
            (Text(items[2], "outcome"), Text(items[2], "reason"), Text(items[2], "error")));
    }
}
