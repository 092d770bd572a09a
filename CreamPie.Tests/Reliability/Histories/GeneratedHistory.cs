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
    private readonly bool _contradicts;
    private readonly double[] _traded = new double[Days];

    /// <summary>A split that the source applies to its prices from its day on, and takes out again some days later.</summary>
    private CorporateAction? _undone;
    private DateOnly _undoneOn;

    /// <param name="seed">Of the random numbers.</param>
    /// <param name="contradicts">True if some captures may be of another company's prices.</param>
    public GeneratedHistory(int seed, bool contradicts = false)
    {
        _random = new Random(seed);
        _contradicts = contradicts;
        MakeActions();
        MakePrices();
        if (_random.Next(4) == 0)
            MakeUndone();
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
    public double Adjusted(DateOnly day, DateOnly basis) => Adjusted(day, basis, _ => 1);

    private double Adjusted(DateOnly day, DateOnly basis, Func<CorporateAction, double> share) => Close(day, basis) * Actions
        .Where(a => a.Amount is not null && a.ExDate > day && a.ExDate <= basis)
        .Aggregate(1.0, (product, a) => product * (1 - share(a) * a.Amount!.Value / _traded[Index(a.ExDate) - 1]));

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

    private void MakeUndone()
    {
        var (at, (shares, old)) = (_random.Next(8, Days - 12), Ratios[_random.Next(Ratios.Length)]);
        if (Actions.Exists(a => a.Kind == ActionKind.Split && Math.Abs(Index(a.ExDate) - at) < 15))
            return;
        (_undone, _undoneOn) = (CorporateAction.Split(Day(at), shares, old), Day(at + _random.Next(2, 10)));
        for (var i = _random.Next(1, 3); i > 0; i--)
            Add(_random.Next(at, Index(_undoneOn)), _random.Next(0, at), CaptureFault.None);
    }

    private void MakeCaptures()
    {
        for (var i = _random.Next(1, 5); i > 0; i--)
            Add(_random.Next(5, Days), _random.Next(0, 60), (CaptureFault)_random.Next(0, 14));
        if (_contradicts && _random.Next(2) == 0)
            Add(_random.Next(15, Days), _random.Next(0, 60), CaptureFault.OtherPrices);
        // Each action is told rightly by some pull of its days, and what a document invents is not in a later one.
        foreach (var action in Actions.ToList())
            Add(Math.Min(Days - 1, Index(action.ExDate) + _random.Next(1, 4)), Math.Max(0, Index(action.ExDate) - 5), CaptureFault.None);
        var inventions = Captures.Exists(c => c.Document.Actions.Any(a => !Actions.Any(t => t.ExDate == a.ExDate && t.Kind == a.Kind)));
        if (inventions || _random.Next(2) == 0)
            Add(Days - 1, inventions ? LastFirst() : _random.Next(0, 60), CaptureFault.None);
    }

    /// <summary>Where nothing but the undone split was invented, a part is enough.</summary>
    private int LastFirst()
    {
        var others = Captures.Exists(c => c.Document.Actions.Any(
            a => a != _undone && !Actions.Any(t => t.ExDate == a.ExDate && t.Kind == a.Kind)));
        return others ? 0 : _random.Next(0, Index(_undone!.ExDate) - 4);
    }

    private void Add(int capturedOn, int first, CaptureFault fault)
    {
        first = Math.Min(first, capturedOn - 3);
        var number = Captures.Count + 1;
        var (day, start) = (Day(capturedOn), Day(first));
        var isOld = fault is CaptureFault.OldDays or CaptureFault.OldDaysUnadjusted;
        var end = Day(isOld ? Math.Max(first + 3, capturedOn - 15) : capturedOn);
        var undone = _undone is not null && _undone.ExDate <= day && day < _undoneOn ? _undone : null;
        var listed = Actions.Where(a => a.ExDate > start && a.ExDate <= end).Select(a => OnBasis(a, day, undone)).ToList();
        var lately = listed.FindLast(a => a.Kind == ActionKind.Split && Index(a.ExDate) > capturedOn - 5);
        var isLate = fault == CaptureFault.LateSplit && lately is not null;
        if (undone?.ExDate > start && undone.ExDate <= end)
            listed.Add(undone);
        var share = Tell(listed, fault, start, end);
        var basis = isLate ? lately!.ExDate.AddDays(-1) : day;
        var rows = Enumerable.Range(first, Index(end) - first + 1).Select(i => Day(i)).Select((d, i) =>
        {
            var scale = (fault == CaptureFault.OtherPrices ? 1.5 + i % 7 : 1) / (d < undone?.ExDate ? undone.Ratio : 1);
            var close = Math.Round(Close(d, basis) * scale, 6);
            var adjusted = Math.Round(Adjusted(d, day, share) * Close(d, basis) / Close(d, day) * close / Close(d, basis), 6);
            return new ParsedRow(i, new DailyBar(d, close, close, close, close, adjusted, 1_000));
        }).ToList();
        var captured = day.ToDateTime(new TimeOnly(23, 0), DateTimeKind.Utc).AddMinutes(number);
        Captures.Add(new(number, Processor.Process(
            new ParsedDocument(
                "chart payload", PriceBasis.SplitAdjusted, Precise: true, ListsActions: fault != CaptureFault.ListsNothing, captured,
                new Listing(Exchange: "NMS", Currency: "USD", TimeZone: "America/New_York"), rows, listed, [], []),
            new ProcessContext(captured))));
    }

    /// <summary>A source restates amounts for later splits.</summary>
    private CorporateAction OnBasis(CorporateAction action, DateOnly day, CorporateAction? undone)
    {
        var ratio = new SplitFactors(Actions).Applied(action.ExDate, day) * (action.ExDate < undone?.ExDate ? undone.Ratio : 1);
        return action.Amount is { } amount ? action with { Amount = Math.Round(amount / ratio, 6) } : action;
    }

    /// <returns>How much of each payment the adjusted closes contain.</returns>
    private Func<CorporateAction, double> Tell(List<CorporateAction> listed, CaptureFault fault, DateOnly start, DateOnly end)
    {
        var any = listed.Count == 0 ? null : listed[_random.Next(listed.Count)];
        var split = listed.Find(a => a.Kind == ActionKind.Split);
        var cash = listed.FindAll(a => a.Amount is not null);
        var one = cash.Count == 0 ? null : cash[^Math.Min(cash.Count, _random.Next(1, 3))];
        var other = any?.ExDate.AddDays(any.ExDate.AddDays(1) <= end ? 1 : -1);
        switch (fault)
        {
            case CaptureFault.Moved when any is not null && other > start:
                listed[listed.IndexOf(any)] = any with { ExDate = other.Value };
                break;
            case CaptureFault.ToldTwice when split is not null && split.ExDate.AddDays(3) <= end:
                listed.Add(split with { ExDate = split.ExDate.AddDays(3) });
                break;
            case CaptureFault.InventedSplit:
                listed.Add(CorporateAction.Split(end, 7, 1));
                break;
            case CaptureFault.InventedCash:
                listed.Add(CorporateAction.Cash(end, ActionKind.Dividend, 0.777));
                break;
            case CaptureFault.ForgottenCash:
                listed.RemoveAll(a => a.Amount is not null);
                return _ => 0;
            case CaptureFault.Hurry:
                listed.Clear();
                return _ => 0;
            case CaptureFault.LacksCash when one is not null:
                listed.Remove(one);
                return a => a.ExDate == one.ExDate ? 0 : 1;
            case CaptureFault.ListsNothing:
                listed.Clear();
                return a => a.ExDate == one?.ExDate ? 0 : 1;
            case CaptureFault.OtherAmount when one is not null:
                listed[listed.IndexOf(one)] = one with { Amount = one.Amount * 2 };
                return a => a.ExDate == one.ExDate ? 2 : 1;
            case CaptureFault.OtherRatio when split is not null:
                listed[listed.IndexOf(split)] = split with { Numerator = split.Numerator + 1 };
                break;
            case CaptureFault.OldDaysUnadjusted:
                return a => a.ExDate > end ? 0 : 1;
        }
        return _ => 1;
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

    /// <summary>One of the newest payments is neither listed nor in its adjusted closes.</summary>
    LacksCash,

    /// <summary>It has no list of actions, and its adjusted closes lack a payment.</summary>
    ListsNothing,
    OtherAmount,
    OtherRatio,

    /// <summary>Its rows end long before its capture.</summary>
    OldDays,

    /// <summary>And payments since are not in its adjusted closes.</summary>
    OldDaysUnadjusted,
    OtherPrices = 16,
}
