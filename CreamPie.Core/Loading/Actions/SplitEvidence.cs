using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Actions;

/// <summary>What prices show of a split.</summary>
internal enum SplitShown
{
    /// <summary>No two documents can be compared.</summary>
    Unknown,
    Yes,
    No,
}

/// <summary>
/// Whether prices contain a split, by comparing documents of before and after it on days before it: all closes differ by its ratio,
/// or by none. Where they have no such day, whether the first close after it stands to the last one before it in the ratio.
/// </summary>
/// <param name="witnesses">All documents, in the order of capture.</param>
/// <param name="told">The splits that the documents tell.</param>
internal sealed class SplitEvidence(IReadOnlyList<ActionWitness> witnesses, IReadOnlyList<ActionVote> told)
{
    /// <summary>Of documents of before a split: enough of them to judge each of after it.</summary>
    private const int MostBefore = 50;

    /// <summary>Relative: closes of two sources this close are one price.</summary>
    private const double SamePrice = 0.005;

    /// <summary>Of a ratio, as logarithms: what is nearer to it than to no split.</summary>
    private const double MostOfRatio = 0.25;

    /// <summary>A step of a smaller ratio is what a few days' trading can do.</summary>
    private const double SmallestStep = 1.5;
    private const double StepSlack = 1 / 3d;
    private const int NearDays = 7;

    /// <summary>A source applies a split on the morning of its day, at the earliest in the evenings before.</summary>
    private const int EarlyDays = 7;

    private readonly ActionWitness[] _latestFirst = [.. witnesses
        .Where(w => w is { Prices.Count: > 0, BasisGuessed: false } && w.Source != SourceName.Unproved)
        .Reverse()];

    private readonly Dictionary<(int DocumentId, ActionVote Split), SplitShown> _in = [];

    /// <summary>True if the document says of itself that the split is in its prices.</summary>
    public static bool IsIn(ActionWitness witness, ActionVote split) =>
        (split.Cluster.DayIn(witness) ?? split.Latest.Action.ExDate) <= witness.StatedBasis;

    /// <summary>
    /// What the latest document of after the split shows that shows anything, and which that is; whether any shows it, and the first
    /// that does not.
    /// </summary>
    public (SplitShown Latest, ActionWitness? By, bool Ever, ActionWitness? FirstNot) Of(ActionVote split)
    {
        var (latest, by, ever, not) = (SplitShown.Unknown, default(ActionWitness), false, default(ActionWitness));
        foreach (var after in _latestFirst.Where(w => IsIn(w, split)))
        {
            var shown = In(after, split);
            if (shown == SplitShown.Unknown)
                shown = StepTo(after, split);
            if (shown == SplitShown.Unknown)
                shown = BesideOthers(after, split);
            if (latest == SplitShown.Unknown)
                (latest, by) = (shown, after);
            ever |= shown == SplitShown.Yes;
            not = shown == SplitShown.No ? after : not;
        }
        return (latest, by, ever, not);
    }

    /// <summary>Whether the prices of a document that should contain the split do, by those of documents of before it.</summary>
    public SplitShown In(ActionWitness after, ActionVote split) =>
        _in.TryGetValue((after.DocumentId, split), out var known) ? known : _in[(after.DocumentId, split)] = Compared(after, split);

    /// <summary>True if the prices of a document that should contain the split do not.</summary>
    public bool IsMissingIn(ActionWitness after, ActionVote split) =>
        after is { Prices: not null, BasisGuessed: false }
        && (In(after, split) is var shown && shown != SplitShown.Unknown ? shown : BesideOthers(after, split)) == SplitShown.No;

    /// <summary>
    /// The latest document that lists the split with its two numbers the wrong way round: its prices differ from those of before it
    /// by the inverse of the ratio, and no document's by the ratio. Null if there is none.
    /// </summary>
    public ActionWitness? ShowsInverse(ActionVote split)
    {
        var size = Math.Log(split.Action.Ratio);
        if (Math.Abs(size) < Math.Log(SmallestStep) || _latestFirst.Any(w => IsIn(w, split) && In(w, split) != SplitShown.Unknown))
            return null;
        var day = split.Cluster.First;
        return Array.Find(_latestFirst, after => IsIn(after, split) && split.Cluster.IsListedBy(after) && Before(split).Any(
            before => Between(before, after, split).Count == 1
                && before.Prices!.RatioTo(after.Prices!, day) is { } ratio && Math.Abs(Math.Log(ratio) + size) <= SamePrice));
    }

    /// <summary>
    /// True if the prices of a document contain a split that does not stand: on days before it they differ by its ratio from those of
    /// documents of before it, or of ones of after it that do not list it.
    /// </summary>
    /// <param name="witness">Of after the split.</param>
    /// <param name="split">That no longer stands.</param>
    /// <param name="pending">The combined ratio of the standing splits that are not in the prices of a document.</param>
    public bool ContainsUndone(ActionWitness witness, ActionVote split, Func<ActionWitness, double> pending)
    {
        if (!_latestFirst.Contains(witness))
            return false;
        var size = Math.Log(split.Action.Ratio);
        var tolerance = Math.Min(SamePrice, MostOfRatio * Math.Abs(size));
        var others = _latestFirst.Where(w => w != witness && IsIn(w, split) && !split.Cluster.IsListedBy(w)).Take(MostBefore);
        return Before(split).Concat(others).Any(other => witness.Prices!.RatioTo(other.Prices!, split.Cluster.First) is { } ratio
            && Math.Abs(Math.Log(ratio * pending(other) / pending(witness)) + size) <= tolerance);
    }

    private SplitShown Compared(ActionWitness after, ActionVote split)
    {
        var shown = SplitShown.Unknown;
        foreach (var before in Before(split))
        {
            var pair = Compare(before, after, split);
            if (pair == SplitShown.Yes)
                return pair;
            shown = pair == SplitShown.No ? pair : shown;
        }
        return shown;
    }

    /// <summary>True if a document of just before the split contains it already, as one of after it shows that contains it.</summary>
    public bool IsEarly(ActionWitness before, ActionVote split) =>
        split.Latest.Action.ExDate.DayNumber - before.StatedBasis.DayNumber <= EarlyDays
        && before is { Prices.Count: > 0, BasisGuessed: false }
        && Array.Exists(_latestFirst, after => IsIn(after, split)
            && Compare(before, after, split) == SplitShown.No && In(after, split) == SplitShown.Yes);

    private IEnumerable<ActionWitness> Before(ActionVote split) => _latestFirst.Where(w => !IsIn(w, split)).Take(MostBefore);

    private SplitShown Compare(ActionWitness before, ActionWitness after, ActionVote split)
    {
        var between = Between(before, after, split);
        var day = between.Min(s => s.Latest.Action.ExDate < s.Cluster.First ? s.Latest.Action.ExDate : s.Cluster.First);
        if (before.Prices!.RatioTo(after.Prices!, day) is not { } ratio)
            return SplitShown.Unknown;
        var sizes = between.ConvertAll(s => Math.Log(s.Action.Ratio));
        var missing = sizes.Sum() - Math.Log(ratio);
        var tolerance = Math.Min(SamePrice, MostOfRatio * sizes.Min(Math.Abs));
        if (Math.Abs(missing) <= tolerance)
            return SplitShown.Yes;
        var lacking = between.Where((_, i) => Math.Abs(missing - sizes[i]) <= tolerance).ToList();
        return lacking.Count != 1 ? SplitShown.Unknown : lacking[0] == split ? SplitShown.No : SplitShown.Yes;
    }

    /// <summary>
    /// Beside documents of after the split that are known to contain it; and a document that lists it beside one that does not:
    /// where they differ by its ratio, one contains it.
    /// </summary>
    private SplitShown BesideOthers(ActionWitness after, ActionVote split)
    {
        var size = Math.Log(split.Action.Ratio);
        var tolerance = Math.Min(SamePrice, MostOfRatio * Math.Abs(size));
        var isListed = split.Cluster.IsListedBy(after);
        foreach (var other in _latestFirst
            .Where(w => w != after && w.FirstDay < split.Cluster.First && after.FirstDay < split.Cluster.First && IsIn(w, split)
                && (split.Cluster.IsListedBy(w) != isListed || In(w, split) == SplitShown.Yes))
            .Take(MostBefore))
        {
            var between = told.Where(s => s != split && IsIn(after, s) != IsIn(other, s)).ToList();
            var day = between.Append(split).Min(s => s.Latest.Action.ExDate < s.Cluster.First ? s.Latest.Action.ExDate : s.Cluster.First);
            if (other.Prices!.RatioTo(after.Prices!, day) is not { } ratio)
                continue;
            var factor = Math.Log(ratio) - between.Sum(s => Math.Log(s.Action.Ratio) * (IsIn(after, s) ? 1 : -1));
            if (Math.Abs(factor + size) <= tolerance)
                return SplitShown.No;
            if (Math.Abs(factor - size) <= tolerance || (Math.Abs(factor) <= tolerance && In(other, split) == SplitShown.Yes))
                return SplitShown.Yes;
        }
        return SplitShown.Unknown;
    }

    private SplitShown StepTo(ActionWitness after, ActionVote split)
    {
        var (day, size) = (split.Latest.Action.ExDate, Math.Log(split.Action.Ratio));
        if (Math.Abs(size) < Math.Log(SmallestStep) || after.Prices!.From(day) is not { } first)
            return SplitShown.Unknown;
        foreach (var before in Before(split).Where(w => Between(w, after, split).Count == 1))
        {
            if (before.Prices!.Before(day) is not { } last || first.Day.DayNumber - last.Day.DayNumber > NearDays)
                continue;
            var step = Math.Log(last.Close / first.Close) / size;
            return Math.Abs(step - 1) <= StepSlack ? SplitShown.Yes : Math.Abs(step) <= StepSlack ? SplitShown.No : SplitShown.Unknown;
        }
        return SplitShown.Unknown;
    }

    private List<ActionVote> Between(ActionWitness before, ActionWitness after, ActionVote split) =>
        [split, .. told.Where(s => s != split && IsIn(after, s) && !IsIn(before, s))];
}
