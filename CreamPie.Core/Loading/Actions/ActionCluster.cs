using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>An action as one document lists it.</summary>
/// <param name="Witness">The document.</param>
/// <param name="Action">With its own day and value.</param>
/// <param name="Pending">The combined ratio of the splits that are not in its amount; 1 for a split.</param>
internal sealed record Listing(ActionWitness Witness, CorporateAction Action, double Pending);

/// <summary>
/// What several documents tell of one action: of one kind and day whatever the value, or of near days with one value. Two that
/// one document lists are two, so days that some document has apart are not one.
/// </summary>
/// <param name="listings">In the order of capture.</param>
internal sealed class ActionCluster(IReadOnlyList<Listing> listings)
{
    private const int NearSplit = 14;

    /// <summary>There are weekly payers of one amount.</summary>
    private const int NearCash = 4;

    private readonly HashSet<int> _listing = [.. listings.Select(l => l.Witness.DocumentId)];

    public IReadOnlyList<Listing> Listings => listings;

    public ActionKind Kind => listings[0].Action.Kind;

    public DateOnly First { get; } = listings.Min(l => l.Action.ExDate);

    public DateOnly Last { get; } = listings.Max(l => l.Action.ExDate);

    public bool IsListedBy(ActionWitness witness) => _listing.Contains(witness.DocumentId);

    public DateOnly? DayIn(ActionWitness witness) =>
        IsListedBy(witness) ? listings.First(l => l.Witness.DocumentId == witness.DocumentId).Action.ExDate : null;

    public bool CanBeDeniedBy(ActionWitness witness) =>
        !IsListedBy(witness) && witness.CanDeny(First, Kind) && witness.CanDeny(Last, Kind);

    /// <param name="all">Of one kind, in the order of capture.</param>
    public static List<ActionCluster> Of(IEnumerable<Listing> all)
    {
        Listing[][] days = [.. all.GroupBy(l => l.Action.ExDate).OrderBy(day => day.Key).Select(day => day.ToArray())];
        var root = Enumerable.Range(0, days.Length).ToArray();
        for (var i = 0; i < days.Length; i++)
        {
            for (var j = i + 1; j < days.Length && IsNear(days[i][0].Action, days[j][0].Action); j++)
            {
                if (HaveOneValue(days[i], days[j]))
                    Array.ForEach([.. Enumerable.Range(0, days.Length).Where(k => root[k] == root[j])], k => root[k] = root[i]);
            }
        }
        return [.. Enumerable.Range(0, days.Length)
            .GroupBy(i => root[i], i => days[i])
            .SelectMany(group => AreApart(group) ? group.Select(day => new[] { day }) : [group.ToArray()])
            .Select(group => new ActionCluster([.. group
                .SelectMany(day => day)
                .OrderBy(l => l.Witness, ActionWitness.ByCapture)]))];
    }

    private static bool AreApart(IEnumerable<Listing[]> days) => days
        .SelectMany(day => day)
        .GroupBy(l => l.Witness.DocumentId)
        .Any(document => document.Count() > 1);

    private static bool IsNear(CorporateAction a, CorporateAction b) =>
        b.ExDate.DayNumber - a.ExDate.DayNumber <= (a.Kind == ActionKind.Split ? NearSplit : NearCash);

    private static bool HaveOneValue(Listing[] one, Listing[] other)
    {
        foreach (var a in Values(one))
        {
            if (Values(other).Any(b => IsSame(a, b)))
                return true;
        }
        return false;
    }

    private static IEnumerable<Listing> Values(Listing[] day) =>
        day.DistinctBy(l => (l.Action.Amount, l.Action.Numerator, l.Action.Denominator, l.Action.Exact, l.Action.Currency, l.Pending));

    public static bool IsSame(Listing a, Listing b) => a.Action.Kind == ActionKind.Split
        ? SameAction.Ratio(a.Action.Ratio, b.Action.Ratio)
        : SameAction.Cash(a.Action, a.Pending, b.Action, b.Pending);

    public static bool AreNear(CorporateAction a, CorporateAction b) =>
        a.Kind == b.Kind && (a.ExDate < b.ExDate ? IsNear(a, b) : IsNear(b, a));
}
