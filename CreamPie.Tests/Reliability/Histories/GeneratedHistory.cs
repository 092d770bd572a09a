using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Reliability.Histories;

/// <summary>One capture of a history, processed.</summary>
/// <param name="Number">From 1; also its hash.</param>
/// <param name="Document">As the loader gets it.</param>
internal sealed record GeneratedCapture(int Number, ProcessedDocument Document);

/// <summary>
/// A company with its true prices, splits and dividends, and what a source tells of it: captures of any days, among them some that move
/// a split, tell it twice, apply it late, invent an action or forget the dividends. A seed always gives the same.
/// </summary>
internal sealed class GeneratedHistory
{
    private const int Days = 90;
    private static readonly DateOnly Monday = new(2024, 1, 1);
    private static readonly (double New, double Old)[] Ratios = [(2, 1), (3, 1), (20, 1), (3, 2), (1, 10), (1, 50)];

    private readonly Random _random;
    private readonly double[] _traded = new double[Days];

    public GeneratedHistory(int seed)
    {
        _random = new Random(seed);
        MakeActions();
        MakePrices();
        MakeCaptures();
    }

    public List<CorporateAction> Actions { get; } = [];

    public List<GeneratedCapture> Captures { get; } = [];

    public static DateOnly Day(int index) => Monday.AddDays(index / 5 * 7 + index % 5);

    /// <summary>As it was traded on that day.</summary>
    public double Traded(DateOnly day) => _traded[Index(day)];

    /// <summary>The close as a capture of that day, or of any later one, gives it.</summary>
    public double Close(DateOnly day, DateOnly basis) => Traded(day) / new SplitFactors(Actions).Applied(day, basis);

    /// <summary>Adjusted for all that is known by <paramref name="basis"/>.</summary>
    public double Adjusted(DateOnly day, DateOnly basis) => Close(day, basis) * Actions
        .Where(a => a.Amount is not null && a.ExDate > day && a.ExDate <= basis)
        .Aggregate(1.0, (product, a) => product * (1 - a.Amount!.Value / _traded[Index(a.ExDate) - 1]));

    private static int Index(DateOnly day) => (day.DayNumber - Monday.DayNumber) / 7 * 5 + (day.DayNumber - Monday.DayNumber) % 7;

    private void MakeActions()
    {
        for (var at = _random.Next(10, 40); at < Days - 5 && Actions.Count < 2; at += _random.Next(20, 50))
        {
            var (shares, old) = Ratios[_random.Next(Ratios.Length)];
            Actions.Add(CorporateAction.Split(Day(at), shares, old));
        }
        for (var at = _random.Next(3, 40); at < Days - 5; at += _random.Next(9, 40))
        {
            if (Actions.TrueForAll(a => a.ExDate != Day(at)))
                Actions.Add(CorporateAction.Cash(Day(at), ActionKind.Dividend, 0));
        }
    }

    private void MakePrices()
    {
        var price = 50 + _random.Next(100) + 0.0;
        for (var i = 0; i < Days; i++)
        {
            price *= 1 + (_random.NextDouble() - 0.5) * 0.02;
            for (var a = 0; a < Actions.Count; a++)
            {
                if (Actions[a].ExDate != Day(i))
                    continue;
                if (Actions[a].Kind == ActionKind.Split)
                    price /= Actions[a].Ratio;
                else
                    Actions[a] = Actions[a] with { Amount = Math.Round(price * (0.003 + _random.NextDouble() * 0.02), 6) };
            }
            _traded[i] = Math.Round(price, 4);
        }
    }

    private void MakeCaptures()
    {
        for (var i = _random.Next(1, 5); i > 0; i--)
            Add(_random.Next(5, Days), _random.Next(0, 60), (CaptureFault)_random.Next(0, 9));
        // Each action is told rightly by some pull of its days, and what a document invents is not in a later one.
        foreach (var action in Actions.ToList())
            Add(Math.Min(Days - 1, Index(action.ExDate) + _random.Next(1, 4)), Math.Max(0, Index(action.ExDate) - 5), CaptureFault.None);
        var inventions = Captures.Exists(c => c.Document.Actions.Any(a => !Actions.Any(t => t.ExDate == a.ExDate && t.Kind == a.Kind)));
        if (inventions || _random.Next(2) == 0)
            Add(Days - 1, inventions ? 0 : _random.Next(0, 60), CaptureFault.None);
    }

    private void Add(int capturedOn, int first, CaptureFault fault)
    {
        first = Math.Min(first, capturedOn - 3);
        var number = Captures.Count + 1;
        var (day, start) = (Day(capturedOn), Day(first));
        var listed = Actions.Where(a => a.ExDate > start && a.ExDate <= day).Select(a => OnBasis(a, day)).ToList();
        var lately = listed.FindLast(a => a.Kind == ActionKind.Split && Index(a.ExDate) > capturedOn - 5);
        var isLate = fault == CaptureFault.LateSplit && lately is not null;
        Tell(listed, fault, start, day);
        var forgets = fault is CaptureFault.ForgottenCash or CaptureFault.Hurry;
        var basis = isLate ? lately!.ExDate.AddDays(-1) : day;
        var rows = Enumerable.Range(first, capturedOn - first + 1).Select(i => Day(i)).Select((d, i) =>
        {
            var close = Math.Round(Close(d, basis), 6);
            var adjusted = forgets ? close : Math.Round(Adjusted(d, day) * Close(d, basis) / Close(d, day), 6);
            return new ParsedRow(i, new DailyBar(d, close, close, close, close, adjusted, 1_000));
        }).ToList();
        var captured = day.ToDateTime(new TimeOnly(23, 0), DateTimeKind.Utc).AddMinutes(number);
        Captures.Add(new(number, Processor.Process(
            new ParsedDocument(
                "chart payload", PriceBasis.SplitAdjusted, Precise: true, ListsActions: true, captured,
                new Listing(Exchange: "NMS", Currency: "USD", TimeZone: "America/New_York"), rows, listed, [], []),
            new ProcessContext(captured))));
    }

    /// <summary>A source restates amounts for later splits.</summary>
    private CorporateAction OnBasis(CorporateAction action, DateOnly day) => action.Amount is { } amount
        ? action with { Amount = Math.Round(amount / new SplitFactors(Actions).Applied(action.ExDate, day), 6) }
        : action;

    private void Tell(List<CorporateAction> listed, CaptureFault fault, DateOnly start, DateOnly day)
    {
        var any = listed.Count == 0 ? null : listed[_random.Next(listed.Count)];
        var split = listed.Find(a => a.Kind == ActionKind.Split);
        var other = any?.ExDate.AddDays(any.ExDate.AddDays(1) <= day ? 1 : -1);
        switch (fault)
        {
            case CaptureFault.Moved when any is not null && other > start:
                listed[listed.IndexOf(any)] = any with { ExDate = other.Value };
                break;
            case CaptureFault.ToldTwice when split is not null && split.ExDate.AddDays(3) <= day:
                listed.Add(split with { ExDate = split.ExDate.AddDays(3) });
                break;
            case CaptureFault.InventedSplit:
                listed.Add(CorporateAction.Split(day, 7, 1));
                break;
            case CaptureFault.InventedCash:
                listed.Add(CorporateAction.Cash(day, ActionKind.Dividend, 0.777));
                break;
            case CaptureFault.ForgottenCash:
                listed.RemoveAll(a => a.Amount is not null);
                break;
            case CaptureFault.Hurry:
                listed.Clear();
                break;
        }
    }
}

/// <summary>What a capture tells wrongly.</summary>
internal enum CaptureFault
{
    None,
    Moved,
    ToldTwice,
    LateSplit,
    InventedSplit,
    InventedCash,
    ForgottenCash,
    Hurry,
}
