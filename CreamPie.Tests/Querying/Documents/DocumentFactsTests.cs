using System.IO.Compression;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Documents;

/// <summary>The queries behind the admin pages.</summary>
public sealed class DocumentFactsTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);
    private static readonly DateTime Noon = new(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Tracked_stocks_are_filtered_and_list_their_open_pull(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var apple = Tracked("AAPL", "Apple Inc.");
        apple.Status = StockStatus.Failing;
        await database.AddAsync(apple, Tracked("APP"), Tracked("MSFT"), new Stock { Symbol = "FILE", Status = StockStatus.Imported });
        var (file, done) = (NewDocument(1, "AAPL", apple.Id, DocumentState.Archived), NewDocument(2, "AAPL", apple.Id, DocumentState.Dead));
        file.FileName = "AAPL.csv";
        await database.AddAsync(file, done, NewDocument(3, "AAPL", apple.Id, DocumentState.Fetching));

        Assert.Equal(["AAPL", "APP", "MSFT"], await SymbolsAsync(null, null));
        Assert.Equal(["APP", "AAPL"], await SymbolsAsync("ap", null));
        Assert.Equal(["AAPL"], await SymbolsAsync(null, StockStatus.Failing));
        Assert.Equal(["APP"], await SymbolsAsync("app", StockStatus.Pending));
        var first = (await database.Get<StockQuery>().TrackedAsync(Admin, null, null, new(), CancellationToken.None)).Items;
        Assert.Equal((3, DocumentState.Fetching), (first[0].Pull!.DocumentId, first[0].Pull!.State));
        Assert.Null(first[1].Pull);

        async Task<IEnumerable<string>> SymbolsAsync(string? text, StockStatus? status) =>
            (await database.Get<StockQuery>().TrackedAsync(Admin, text, status, new(), CancellationToken.None)).Items.Select(i => i.Symbol);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Documents_are_counted_by_state_overall_or_per_symbol(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(
            NewDocument(1, "A", state: DocumentState.Dead), NewDocument(2, "B"), NewDocument(3, "A"),
            NewDocument(4, state: DocumentState.Quarantined), NewDocument(5, "B", state: DocumentState.Planned), NewDocument(6, "A"));
        var query = database.Get<DocumentQuery>();

        Assert.Equal(
            [new(DocumentState.Planned, 1), new(DocumentState.Loaded, 3), new(DocumentState.Quarantined, 1), new(DocumentState.Dead, 1)],
            await query.StatesAsync(Admin, null, CancellationToken.None));
        Assert.Equal(
            [new(DocumentState.Loaded, 2), new(DocumentState.Dead, 1)],
            await query.StatesAsync(Admin, Symbol.Parse("A"), CancellationToken.None));
        Assert.Empty(await query.StatesAsync(Admin, Symbol.Parse("C"), CancellationToken.None));
        await Assert.ThrowsAnyAsync<Exception>(() => query.StatesAsync(Analyst, null, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dead_letters_are_newest_first_and_retried_together(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var stock = Tracked("A");
        await database.AddAsync(stock);
        await database.AddAsync(
            NewDocument(1, "A", state: DocumentState.Dead), NewDocument(2, "B"), NewDocument(3, "A", stock.Id, DocumentState.Quarantined),
            NewDocument(4, "D", state: DocumentState.Waiting), NewDocument(5, "A", stock.Id, DocumentState.Dead));
        await database.AddAsync(
            new Attempt { DocumentId = 3, N = 1, Started = Noon, Ended = Noon.AddMinutes(1) },
            new Attempt { DocumentId = 3, N = 2, Started = Noon.AddHours(1), Ended = Noon.AddHours(2) });
        var query = database.Get<DocumentQuery>();

        var first = await query.DeadLettersAsync(Admin, new(2), CancellationToken.None);
        var second = await query.DeadLettersAsync(Admin, new(2, first.Cursor), CancellationToken.None);
        Assert.Equal([5, 3], first.Items.Select(i => i.Document.Id));
        Assert.Equal([1], second.Items.Select(i => i.Document.Id));
        Assert.Equal((3, 3, null), (first.Total, second.Total, second.Cursor));
        Assert.Equal([NewDocument(5).PlannedAt, Noon.AddHours(2)], first.Items.Select(i => i.EndedAt));

        Assert.Equal(2, await database.Get<DeadLetterRetries>().RetryAllAsync(Admin, [5, 3, 4, 99], CancellationToken.None));
        Assert.Equal([1], (await query.DeadLettersAsync(Admin, new(), CancellationToken.None)).Items.Select(i => i.Document.Id));
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.DeadLettersAsync(Analyst, new(), CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Document_comes_with_its_newest_attempts(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var document = NewDocument(7, "A", state: DocumentState.Waiting);
        (document.HttpStatus, document.ContentType, document.Crashes) = (503, "text/html", 2);
        await database.AddAsync(document);
        await database.AddAsync([.. Enumerable.Range(1, 25).Select(n => new Attempt
        {
            DocumentId = 7, N = n, Started = Noon.AddMinutes(n), Outcome = Outcome.Retry, Reason = Reason.ServerError, HttpStatus = 503,
        })]);
        var query = database.Get<DocumentQuery>();

        var facts = (await query.FactsAsync(Admin, 7, CancellationToken.None))!;

        Assert.Equal((503, "text/html", 2), (facts.HttpStatus, facts.ContentType, facts.Crashes));
        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(n => Noon.AddMinutes(n)), facts.Attempts.Select(r => r.Started));
        Assert.Null(await query.FactsAsync(Admin, 8, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.FactsAsync(Analyst, 7, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Raw_text_windows_keep_characters_whole_and_search_wraps_around(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        const string text = "<p>Zürich</p>🥧<img src=x onerror=alert(1)>END";
        var id = await StoreAsync(database, Gzipped(text), "gzip");
        var query = database.Get<RawTextQuery>();
        var pie = text.IndexOf("🥧", StringComparison.Ordinal);

        var first = await WindowAsync(0, pie + 1);
        var second = await WindowAsync(first.Text.Length, RawTextQuery.LargestWindow);

        Assert.Equal((text[..pie], 0, text.Length), (first.Text, first.Offset, first.Total));
        Assert.Equal((text[pie..], pie), (second.Text, second.Offset));
        Assert.Equal(pie, (await WindowAsync(pie + 1, 10)).Offset);
        Assert.Equal("", (await WindowAsync(int.MaxValue, 10)).Text);
        Assert.Equal(text.IndexOf("<p>", StringComparison.Ordinal), await FindAsync("<P>", 0));
        Assert.Equal(text.IndexOf("</p>", StringComparison.Ordinal), await FindAsync("</P>", 3));
        Assert.Equal(text.IndexOf("p>", StringComparison.Ordinal), await FindAsync("p>", text.Length));
        Assert.Null(await FindAsync("nowhere", 0));
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.RawTextAsync(Analyst, id, 0, 10, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.FindAsync(Analyst, id, "x", 0, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WindowAsync(0, RawTextQuery.LargestWindow + 1));

        async Task<RawText> WindowAsync(int offset, int length) =>
            (await query.RawTextAsync(Admin, id, offset, length, CancellationToken.None))!;
        Task<int?> FindAsync(string what, int from) => query.FindAsync(Admin, id, what, from, CancellationToken.None);
    }

    [Fact]
    public async Task Binary_content_is_not_presented_as_text()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        var query = database.Get<RawTextQuery>();
        var image = await StoreAsync(database, [0x89, 0x50, 0x4E, 0x47, 1, 2, 3], null, 1);
        var cut = await StoreAsync(database, Gzipped("<html>")[..^4], "gzip", 2);
        await database.AddAsync(NewDocument(3));
        var lost = NewDocument(4);
        lost.Sha256 = new string('0', 64);
        await database.AddAsync(lost);

        Assert.Contains(
            "an image", (await query.RawTextAsync(Admin, image, 0, 10, CancellationToken.None))!.Unreadable, StringComparison.Ordinal);
        Assert.Contains(
            "truncated", (await query.RawTextAsync(Admin, cut, 0, 10, CancellationToken.None))!.Unreadable, StringComparison.Ordinal);
        Assert.Contains(
            "no file", (await query.RawTextAsync(Admin, 4, 0, 10, CancellationToken.None))!.Unreadable, StringComparison.Ordinal);
        Assert.Null(await query.RawTextAsync(Admin, 3, 0, 10, CancellationToken.None));
        Assert.Null(await query.RawTextAsync(Admin, 99, 0, 10, CancellationToken.None));
    }

    private static async Task<int> StoreAsync(TestDatabase database, byte[] bytes, string? encoding, int id = 1)
    {
        var file = await database.Get<Archive>().StoreAsync(bytes, CancellationToken.None);
        var document = NewDocument(id, "TEST");
        (document.Sha256, document.Bytes, document.ContentEncoding, document.KnownAt) = (file.Sha256, file.Bytes, encoding, Noon);
        await database.AddAsync(document);
        return id;
    }

    private static byte[] Gzipped(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
