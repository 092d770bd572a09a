using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Stocks;

public sealed class StockQueryTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Search_matches_symbol_or_name_ignoring_case_best_first(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(
            Tracked("AAPL", "Apple Inc."), Tracked("APP", "AppLovin"), Tracked("APLE", "Apple Hospitality"),
            Tracked("MSFT", "Microsoft 100% _x"), Tracked("DAPP"));

        Assert.Equal(["APP", "AAPL", "APLE", "DAPP"], await FindAsync("app"));
        Assert.Equal(["AAPL", "APLE"], await FindAsync("Apple"));
        Assert.Equal(["MSFT"], await FindAsync("0% _"));
        Assert.Empty(await FindAsync("%zzz"));
        Assert.Equal(["AAPL", "APLE", "APP", "DAPP", "MSFT"], await FindAsync(" "));

        async Task<IEnumerable<string>> FindAsync(string text) =>
            (await database.Get<StockQuery>().SymbolsAsync(Analyst, text, new(), CancellationToken.None)).Items.Select(i => i.Symbol);
    }

    [Fact]
    public async Task Paging_loses_nothing()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.AddAsync([.. Enumerable.Range(0, 7).Select(i => Tracked($"S{i}"))]);
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await database.Get<StockQuery>().SymbolsAsync(Analyst, null, new(3, cursor), CancellationToken.None);
            Assert.Equal(7, page.Total);
            found.AddRange(page.Items.Select(i => i.Symbol));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        Assert.Equal(["S0", "S1", "S2", "S3", "S4", "S5", "S6"], found);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Days_with_several_sources_are_counted_once(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [Captures.Bar(0, 1), Captures.Bar(1, 1)]),
            Captures.Of(2, Today, [Captures.Bar(1, 1), Captures.Bar(2, 1)], source: SourceName.YahooPage));
        await database.Services.LoadAsync(Captures.Of(3, Today, [Captures.Bar(4, 1), Captures.Bar(5, 1)], symbol: "ONE"));
        await database.AddAsync(Tracked("NEW"));
        await using (var db = database.Open())
            await db.Stocks.Where(s => s.Symbol != "NEW").ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Current));

        var facts = await database.Get<StockQuery>().FactsAsync(Analyst, Symbol.Parse("TEST"), CancellationToken.None);
        var tracked = await database.Get<StockQuery>().TrackedAsync(Admin, null, null, new(), CancellationToken.None);

        Assert.Equal((3, Captures.Monday, Captures.Monday.AddDays(2)), (facts!.Bars, facts.FirstBar!.Value, facts.LastBar!.Value));
        Assert.Equal(
            [("NEW", 0, null), ("ONE", 2, Captures.Monday.AddDays(5)), ("TEST", 3, Captures.Monday.AddDays(2))],
            tracked.Items.Select(i => (i.Symbol, i.Bars, i.LastBar)));
        Assert.Null(await database.Get<StockQuery>().FactsAsync(Analyst, Symbol.Parse("NONE"), CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            database.Get<StockQuery>().TrackedAsync(Analyst, null, null, new(), CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_are_recounted_only_after_a_new_load(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, [Captures.Bar(0, 1), Captures.Bar(1, 1)]));
        await using var db = database.Open();
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Current));
        Assert.Equal(2, await BarsAsync());

        await db.DailyBars.ExecuteDeleteAsync();
        Assert.Equal(2, await BarsAsync());
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));
        Assert.Equal(0, await BarsAsync());

        async Task<int> BarsAsync() =>
            (await database.Get<StockQuery>().TrackedAsync(Admin, null, null, new(), CancellationToken.None)).Items.Single().Bars;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Current_actions_state_cash_on_todays_share_count(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var (first, second) = (Captures.Monday.AddDays(1), Captures.Monday.AddDays(3));
        await database.Services.LoadAsync(
            Captures.Of(
                1, Captures.Monday.AddDays(2), [Captures.Bar(0, 36), Captures.Bar(1, 36)],
                [CorporateAction.Cash(first, ActionKind.Dividend, 0.5)]),
            Captures.Of(
                2, Today, [Captures.Bar(3, 9)],
                [CorporateAction.Split(second, 4, 1), CorporateAction.Cash(second, ActionKind.CapitalGain, 0.123456789)]));

        var actions = (await database.Get<ActionQuery>().ActionsAsync(Analyst, Symbol.Parse("TEST"), CancellationToken.None))!;

        Assert.Equal(3, actions.Total);
        Assert.Equal(new(first, ActionKind.Dividend, 0.125, null, null, true), actions.Items[0]);
        Assert.Contains(new(second, ActionKind.Split, null, 4, 1, true), actions.Items);
        Assert.Contains(new(second, ActionKind.CapitalGain, 0.123456789, null, null, true), actions.Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newest_attempts_of_all_documents_explain_missing_data(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var stock = Tracked("TEST");
        await database.AddAsync(stock);
        await database.AddAsync(
            NewDocument(1, "TEST", stock.Id, DocumentState.Waiting),
            NewDocument(2, "TEST", state: DocumentState.Dead),
            NewDocument(3, "OTHER", 99));
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await database.AddAsync([.. Enumerable.Range(0, 36).Select(i => new Attempt
        {
            DocumentId = 1 + i % 3, N = i, Started = start.AddHours(i), Outcome = Outcome.Retry, Reason = Reason.Network, Error = $"{i}",
        })]);

        var attempts = (await database.Get<AttemptQuery>().AttemptsAsync(Analyst, Symbol.Parse("TEST"), CancellationToken.None))!.Items;

        Assert.Equal(20, attempts.Count);
        Assert.Equal(["34", "33", "31"], attempts.Take(3).Select(a => a.Error));
        Assert.All(attempts, a => Assert.Equal(a.DocumentId == 1, a.NextAttempt is not null));
        Assert.Equal(12, (await database.Get<AttemptQuery>().AttemptsAsync(Analyst, Symbol.Parse("OTHER"), CancellationToken.None))!.Total);
        Assert.Null(await database.Get<AttemptQuery>().AttemptsAsync(Analyst, Symbol.Parse("NONE"), CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Documents_are_newest_first_by_symbol_and_state(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync([.. Enumerable.Range(1, 9).Select(i =>
            NewDocument(i, i % 2 == 0 ? "EVEN" : "ODD", state: i > 6 ? DocumentState.Quarantined : DocumentState.Loaded))]);
        var documents = database.Get<DocumentQuery>();

        var first = await documents.DocumentsAsync(Admin, null, null, new(4), CancellationToken.None);
        var second = await documents.DocumentsAsync(Admin, null, null, new(4, first.Cursor), CancellationToken.None);
        var odd = await documents.DocumentsAsync(Admin, Symbol.Parse("ODD"), DocumentState.Loaded, new(), CancellationToken.None);

        Assert.Equal([9, 8, 7, 6], first.Items.Select(d => d.Id));
        Assert.Equal([5, 4, 3, 2], second.Items.Select(d => d.Id));
        Assert.Equal([5, 3, 1], odd.Items.Select(d => d.Id));
        Assert.Equal((9, 9, 3, null), (first.Total, second.Total, odd.Total, odd.Cursor));
        await Assert.ThrowsAsync<AccessDeniedException>(() => documents.DocumentsAsync(Analyst, null, null, new(), CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bar_leads_to_its_document_row_and_findings(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var file = await database.Get<Archive>().StoreAsync(
            ("Date,Open,High,Low,Close,Adj Close,Volume\n"u8
                + "2024-01-03,1,2,1,102,102,9\n2024-01-02,1,2,1,101,101,9\n2024-01-01,1,2,1,100,100,9\n"u8).ToArray(),
            CancellationToken.None);
        var document = NewDocument(5, "TEST");
        document.Source = SourceName.DropFolder;
        (document.Sha256, document.Bytes, document.FileName, document.KnownAt) =
            (file.Sha256, file.Bytes, "TEST.csv", new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        await database.AddAsync(document);
        await database.Services.LoadAsync(Captures.Of(5, Today, [Captures.Bar(0, 100), Captures.Bar(1, 101), Captures.Bar(2, 102)]));
        await database.AddAsync(new Finding
        {
            StockId = 1,
            DocumentId = 5,
            Kind = FindingKind.LargeMove,
            Date = Captures.Monday.AddDays(1),
            Seen = "up",
            Done = "Loaded.",
            FoundAt = document.KnownAt.Value,
        });

        var provenance = (await database.Get<ProvenanceQuery>().ProvenanceAsync(
            Analyst, Symbol.Parse("TEST"), Captures.Monday.AddDays(1), CancellationToken.None))!;
        var parsed = (await database.Get<ParsedQuery>().ParsedAsync(Analyst, 5, new(2), CancellationToken.None))!;

        Assert.Equal(
            (file.Sha256, SourceName.DropFolder, 1),
            (provenance.Document.Sha256, provenance.Document.Source, provenance.Document.ParserVersion));
        Assert.Equal(new RowPosition("csv", 1), provenance.Position);
        Assert.Equal(101, provenance.Bar.Close);
        Assert.Equal(FindingKind.LargeMove, Assert.Single(provenance.Findings).Kind);
        Assert.Null(await database.Get<ProvenanceQuery>().ProvenanceAsync(
            Analyst, Symbol.Parse("TEST"), Captures.Monday.AddDays(9), CancellationToken.None));
        Assert.Equal((3, "csv", 2), (parsed.Total, parsed.Text, parsed.Rows.Count));
        Assert.NotNull(parsed.Cursor);
    }

    [Fact]
    public async Task Provenance_points_at_the_loaded_row_of_duplicates()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        var file = await database.Get<Archive>().StoreAsync(
            ("Date,Open,High,Low,Close,Adj Close,Volume\n"u8
                + "2024-01-01,1,2,1,100,100,9\n2024-01-02,1,2,1,101,101,9\n2024-01-02,1,2,1,101.5,101.5,10\n"u8).ToArray(),
            CancellationToken.None);
        var document = NewDocument(5, "TEST");
        document.Source = SourceName.DropFolder;
        (document.Sha256, document.Bytes, document.FileName, document.KnownAt) =
            (file.Sha256, file.Bytes, "TEST.csv", new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        await database.AddAsync(document);
        await database.Services.LoadAsync(Captures.Of(
            5, Today, [Captures.Bar(0, 100), new(Captures.Monday.AddDays(1), 1, 2, 1, 101.5, 101.5, 10)]));

        var provenance = await database.Get<ProvenanceQuery>().ProvenanceAsync(
            Analyst, Symbol.Parse("TEST"), Captures.Monday.AddDays(1), CancellationToken.None);

        Assert.Equal(new RowPosition("csv", 2), provenance!.Position);
    }

    [Fact]
    public void Cursors_round_trip_and_foreign_ones_are_refused()
    {
        Assert.True(Cursor.TryRead(Cursor.Of(42), out int position));
        Assert.Equal(42, position);
        Assert.True(Cursor.TryRead(Cursor.Of(new DateOnly(1927, 12, 30)), out DateOnly? day));
        Assert.Equal(new(1927, 12, 30), day);
        Assert.All(
            ["42", "n42", "%%", "бб", Cursor.Of(new DateOnly(2024, 1, 1)), new string('A', 999)],
            c => Assert.False(Cursor.TryRead(c, out int _)));
        Assert.All(["42", Cursor.Of(42), "ZDIwMjQxMzAx"], c => Assert.False(Cursor.TryRead(c, out DateOnly? _)));
    }
}
