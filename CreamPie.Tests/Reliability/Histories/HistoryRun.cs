using CreamPie.Core.Loading.Actions;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Reliability.Histories;

/// <summary>
/// Judges generated histories in memory, in several orders, serves them, and compares every number with the truth: right, or told by a
/// finding, or silently wrong. <c>histories 1 12345</c> repeats a seed.
/// </summary>
internal sealed class HistoryRun
{
    private const int Orders = 3;

    /// <summary>Relative: prices are rounded to six decimals, once a basis.</summary>
    private const double Same = 2e-4;

    private int _histories;
    private long _right;
    private long _told;

    public List<string> SilentlyWrong { get; } = [];

    public List<string> OrderDependent { get; } = [];

    public static HistoryRun Run(int count, int firstSeed)
    {
        var run = new HistoryRun();
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
            run.Judge(seed);
        return run;
    }

    public string Report() => FormattableString.Invariant($"{_histories:N0} histories in {Orders} orders each: {_right:N0} numbers right, ")
        + FormattableString.Invariant($"{_told:N0} wrong and told, {SilentlyWrong.Count:N0} silently wrong; ")
        + FormattableString.Invariant($"{OrderDependent.Count:N0} histories depend on the order");

    private void Judge(int seed)
    {
        var history = new GeneratedHistory(seed);
        _histories++;
        var random = new Random(seed);
        string? expected = null;
        for (var i = 0; i < Orders; i++)
        {
            var witnesses = history.Captures.OrderBy(_ => i == 0 ? 0 : random.Next()).Select(Witness).ToList();
            var judged = StandingActions.Of(witnesses);
            var state = StateOf(judged, history);
            if (expected is null)
                Compare(seed, history, judged, witnesses);
            expected ??= state;
            if (state != expected)
                OrderDependent.Add($"seed {seed}:\n{expected}\nbut\n{state}");
        }
    }

    public static string StateOf(StandingActions judged, GeneratedHistory history) => string.Join('\n', [
        .. judged.Standing.Select(a => $"{a.Action} {a.Teller.DocumentId}").Order(StringComparer.Ordinal),
        .. history.Captures.Select(c => $"{c.Number} {judged.BasisOf(c.Number)}"),
        .. judged.Splits.Undone.Select(u => $"{u}"),
        .. judged.Findings.Select(f => f.Finding.Seen).Order(StringComparer.Ordinal),
    ]);

    private void Compare(int seed, GeneratedHistory history, StandingActions judged, List<ActionWitness> witnesses)
    {
        var told = judged.Findings.Select(f => f.Finding).Concat(history.Captures.SelectMany(c => c.Document.Findings)).ToList();
        var stored = Stored(history, judged, witnesses);
        var actions = new ActionHistory(
            [.. judged.Standing.Select(a => new StoredAction(a.Action, judged.BasisOf(a.Teller.DocumentId)))],
            witnesses.Where(w => w.Tells).Select(w => new DateRange(w.FirstDay, w.LastDay)), witnesses.Max(w => w.LastDay), "USD",
            judged.Splits.Undone);
        var last = witnesses.Max(w => w.LastDay);
        foreach (var adjust in Enum.GetValues<PriceAdjustment>())
        {
            var served = Adjustment.Apply(stored, actions, adjust);
            for (var i = 0; i < served.Length; i++)
            {
                var day = served[i].Bar.Date;
                if (adjust == PriceAdjustment.None && !actions.KnowsSplitsOf(stored[i]))
                    continue;
                if (adjust == PriceAdjustment.All && served[i].Bar.AdjClose is null)
                    continue;
                var truth = adjust switch
                {
                    PriceAdjustment.None => history.Traded(day),
                    PriceAdjustment.Splits => history.Close(day, last),
                    _ => history.Adjusted(day, last),
                };
                if (Math.Abs(served[i].Bar.Close / truth - 1) <= Same)
                    _right++;
                else if (told.Exists(f => f.Kind is FindingKind.ActionMoved or FindingKind.ActionDoubted or FindingKind.ActionWithdrawn
                    or FindingKind.SplitRepeated or FindingKind.SplitNotShown or FindingKind.SplitImplausible))
                    _told++;
                else
                    SilentlyWrong.Add(FormattableString.Invariant($"seed {seed}, {day:o} {adjust}: {served[i].Bar.Close}, not {truth}"));
            }
        }
    }

    /// <summary>Of each day, the latest capture that has it.</summary>
    private static List<StoredBar> Stored(GeneratedHistory history, StandingActions judged, List<ActionWitness> witnesses)
    {
        var bars = new SortedDictionary<DateOnly, StoredBar>();
        foreach (var capture in history.Captures.OrderBy(c => c.Document.CapturedAt))
        {
            var witness = witnesses.Find(w => w.DocumentId == capture.Number)!;
            foreach (var bar in capture.Document.Bars)
            {
                bars[bar.Date] = new(bar, judged.BasisOf(capture.Number))
                {
                    ForgetsCash = judged.ForgetsCash(witness),
                    CashBasisDate = witness.StatedBasis,
                    LackedCash = judged.CashLackedBy(witness),
                };
            }
        }
        return [.. bars.Values];
    }

    private static ActionWitness Witness(GeneratedCapture capture)
    {
        var document = capture.Document;
        return new(
            capture.Number, SourceName.YahooChart, document.Range!.Value.First, document.Range.Value.Last, document.BasisDate,
            document.BasisGuessed, document.CapturedAt, $"{capture.Number}", document.ListsActions, document.TellsCash,
            ListedByDay.Of(document), PriceSamples.Of(document.Bars, document.Actions));
    }
}
