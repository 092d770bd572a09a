using System.Globalization;
using System.Security.Cryptography;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// Constant but little work for the kill loop: pulls of companies that get 1 to 60 more sessions each time, and
/// dropped files. It records each one: in the end each is one document, loaded once, and there are no others.
/// </summary>
internal sealed class KillFeed(TestDatabase database, GeneratedSource source, KillPlan plan) : IDisposable
{
    private const int FirstSessions = 800;
    private const int MostSessions = 2_000;
    private const int MostMore = 60;
    private const int MostOpenPulls = 4;
    private const int MostFiles = 3;

    private readonly GeneratedMarket _market = source.Market;
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(database.Folder, "drop")).FullName;
    private readonly Random _random = new(plan.Seed - 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _pulled = [], _dropped = [];
    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FedDocument> _fed = new(StringComparer.Ordinal);
    private int _companies;

    /// <summary>A pull or file that must become one document; keyed by its plan key.</summary>
    private sealed record FedDocument(string Symbol, int Sessions, string Sha256, bool IsFile);

    public static GeneratedMarket NewMarket() => new(MostSessions);

    public int Pulls => _fed.Values.Count(f => !f.IsFile);

    public int Files => _fed.Values.Count(f => f.IsFile);

    /// <summary>Splits and dividends that came with a later page and restated stored bars.</summary>
    public (int Splits, int Dividends) Restatements()
    {
        var actions = _shown.SelectMany(s => Later(s.Key, s.Value)).ToList();
        return (actions.Count(a => a.Kind == ActionKind.Split), actions.Count(a => a.Kind != ActionKind.Split));
    }

    /// <summary>Actions that the first page does not have.</summary>
    private IEnumerable<CorporateAction> Later(string symbol, int sessions) =>
        _market.Actions(symbol, sessions).ExceptBy(_market.Actions(symbol, FirstSessions).Select(a => a.ExDate), a => a.ExDate);

    public void Dispose() => _stopping.Dispose();

    public Task StopAsync() => _stopping.CancelAsync();

    public async Task FeedAsync()
    {
        for (var i = 0; i < plan.CompaniesDropped; i++)
            _dropped.Add(NextCompany("D"));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            // A step is never cancelled midway: what is shown is due, what is recorded exists.
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await (_random.Next(2) == 0 ? FeedPullAsync() : FeedFileAsync());
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task AddPulledAsync()
    {
        var symbol = NextCompany("P");
        source.Add(symbol);
        Show(symbol, FirstSessions);
        var stock = await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        RecordPull(symbol, stock.NextDue!.Value);
        _pulled.Add(symbol);
    }

    private async Task FeedPullAsync()
    {
        await using var db = database.Open();
        var now = await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
        var busy = await db.Documents.Pulls().Open().Select(d => d.Symbol!).ToListAsync();
        var due = await db.Stocks.Where(s => s.NextDue <= now).Select(s => s.Symbol).ToListAsync();
        if (busy.Count + due.Count >= MostOpenPulls)
            return;
        if (_pulled.Count < plan.CompaniesPulled)
        {
            await AddPulledAsync();
            return;
        }
        var idle = _pulled.Except(busy).Except(due).ToList();
        if (idle.Count == 0)
            return;
        var symbol = idle[_random.Next(idle.Count)];
        if (More(symbol) is not { } sessions)
        {
            _pulled.Remove(symbol);
            return;
        }
        Show(symbol, sessions);
        RecordPull(symbol, now);
        await db.Stocks.Where(s => s.Symbol == symbol).ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now));
    }

    private async Task FeedFileAsync()
    {
        await using var db = database.Open();
        var open = await db.Documents.Files().Open().CountAsync();
        if (open + Directory.GetFiles(_folder).Length >= MostFiles)
            return;
        var at = Files % _dropped.Count;
        var sessions = _shown.ContainsKey(_dropped[at]) ? More(_dropped[at]) : FirstSessions;
        var symbol = sessions is null ? _dropped[at] = NextCompany("D") : _dropped[at];
        _shown[symbol] = sessions ??= FirstSessions;
        var (name, page) = (FormattableString.Invariant($"{symbol}_{sessions}.html"), _market.Page(symbol, sessions.Value));
        var hash = Convert.ToHexStringLower(SHA256.HashData(page));
        _fed[$"file:{hash}:{name}"] = new FedDocument(symbol, sessions.Value, hash, IsFile: true);
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path + ".tmp", page);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>The next company with a long history and with a split and a dividend after its first page.</summary>
    private string NextCompany(string kind)
    {
        // The first company of each kind restates with its second page, whatever the seed.
        var until = (kind == "P" ? _pulled : _dropped).Count == 0 ? FirstSessions + MostMore : MostSessions;
        while (true)
        {
            var symbol = FormattableString.Invariant($"{kind}{_companies++}");
            if (_market.Length(symbol) == MostSessions
                && Later(symbol, until).Select(a => a.Kind == ActionKind.Split).Distinct().Count() == 2)
                return symbol;
        }
    }

    /// <summary>The next number of sessions; null if the history is used up and another company takes its place.</summary>
    private int? More(string symbol) =>
        _shown[symbol] + (_shown[symbol] == FirstSessions ? MostMore : _random.Next(1, MostMore + 1)) is var more && more <= MostSessions
            ? more
            : null;

    private void Show(string symbol, int sessions)
    {
        _shown[symbol] = sessions;
        source.Show(symbol, sessions);
    }

    private void RecordPull(string symbol, DateTime due) => _fed[PlanKeys.Of(PlanKeys.Round(symbol, due), SourceName.YahooPage)] =
        new FedDocument(
            symbol, _shown[symbol], Convert.ToHexStringLower(SHA256.HashData(_market.Page(symbol, _shown[symbol]))), IsFile: false);

    /// <returns>False if work is left after ten minutes.</returns>
    public async Task<bool> DrainAsync()
    {
        // A request lost to a frozen process would wait for minutes.
        await using (var db = database.Open())
            await db.Documents.Where(d => d.State == DocumentState.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttempt, d => d.PlannedAt));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var ticks = 0; ticks < 3_000 && await timer.WaitForNextTickAsync(); ticks++)
        {
            await using var db = database.Open();
            var now = await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
            if (Directory.GetFiles(_folder).Length == 0
                && !await db.Documents.Open().AnyAsync()
                && !await db.Stocks.AnyAsync(s => s.NextDue <= now))
            {
                return true;
            }
        }
        return false;
    }

    /// <returns>Lost, doubled or wrong documents, then bars; empty if there are none.</returns>
    public async Task<List<string>> FaultsAsync()
    {
        var faults = await EndState.UnfinishedAsync(database);
        await using var db = database.Open();
        var documents = await db.Documents.AsNoTracking()
            .Select(d => new
            {
                d.Id,
                d.PlanKey,
                d.Symbol,
                d.Sha256,
                Rows = db.LoadLedger.Where(e => e.DocumentId == d.Id).Sum(e => e.Rows),
            })
            .ToListAsync();
        foreach (var (key, fed) in _fed)
        {
            var made = documents.Where(d => d.PlanKey == key).ToList();
            if (made is not [var document])
                faults.Add($"{key} ({fed.Sessions} sessions) became {made.Count} documents");
            else if ((document.Symbol, document.Sha256, document.Rows) != (fed.Symbol, fed.Sha256, fed.Sessions))
                faults.Add(
                    $"{key} became document {document.Id} of {document.Symbol} with {document.Rows} of {fed.Sessions} sessions: "
                    + "other bytes than were served");
        }
        var stocks = await db.Stocks.AsNoTracking().ToDictionaryAsync(s => s.Symbol);
        faults.AddRange(documents
            .Where(d => !_fed.ContainsKey(d.PlanKey)
                && !(stocks.TryGetValue(d.Symbol ?? "", out var stock) && IsSessionEnd(stock, d.PlanKey)))
            .Select(d => $"document {d.Id} ({d.PlanKey}) was never fed"));
        faults.AddRange(stocks.Keys.Except(_shown.Keys).Select(s => $"stock {s} was never fed"));
        foreach (var (symbol, sessions) in _shown)
            faults.AddRange(
                await EndState.FaultsAsync(database, symbol, _market.Bars(symbol, sessions), _market.Actions(symbol, sessions)));
        faults.AddRange(await EndState.RepeatedNotesAsync(database));
        return faults;
    }

    /// <summary>A real session that ends during the loop also makes its stocks due.</summary>
    private static bool IsSessionEnd(Stock stock, string planKey) =>
        DateTime.TryParseExact(
            PlanKeys.RoundOf(planKey).Split(':')[^1], "yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var due)
        && TradingCalendar.For(stock.Exchange, stock.TimeZone).NextFinal(due.AddMilliseconds(-1)) == due;
}
