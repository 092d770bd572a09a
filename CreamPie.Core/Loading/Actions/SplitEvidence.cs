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
    /// What the latest document of after the split shows that shows anything, whether any shows it, and the first that does not.
    /// </summary>
    public (SplitShown Latest, bool Ever, ActionWitness? FirstNot) Of(ActionVote split)
    {
        var (latest, ever, not) = (SplitShown.Unknown, false, default(ActionWitness));
        foreach (var after in _latestFirst.Where(w => IsIn(w, split)))
        {
            var shown = In(after, split);
            if (shown == SplitShown.Unknown)
                shown = StepTo(after, split);
            if (latest == SplitShown.Unknown)
                latest = shown;
            ever |= shown == SplitShown.Yes;
            not = shown == SplitShown.No ? after : not;
        }
        return (latest, ever, not);
    }

    /// <summary>Whether the prices of a document that should contain the split do, by those of documents of before it.</summary>
    public SplitShown In(ActionWitness after, ActionVote split) =>
        _in.TryGetValue((after.DocumentId, split), out var known) ? known : _in[(after.DocumentId, split)] = Compared(after, split);

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
        var sizes = between.ConvertAll(s => Math.Log(s.Best.Action.Ratio));
        var missing = sizes.Sum() - Math.Log(ratio);
        var tolerance = Math.Min(SamePrice, MostOfRatio * sizes.Min(Math.Abs));
        if (Math.Abs(missing) <= tolerance)
            return SplitShown.Yes;
        var lacking = between.Where((_, i) => Math.Abs(missing - sizes[i]) <= tolerance).ToList();
        return lacking.Count != 1 ? SplitShown.Unknown : lacking[0] == split ? SplitShown.No : SplitShown.Yes;
    }

    private SplitShown StepTo(ActionWitness after, ActionVote split)
    {
        var (day, size) = (split.Latest.Action.ExDate, Math.Log(split.Best.Action.Ratio));
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
