using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Loading.Actions;

/// <summary>An action that stands, or one that a document tells and that does not stand.</summary>
/// <param name="Action">Its amount is on the basis of its teller.</param>
/// <param name="Teller">The document whose words it has.</param>
/// <param name="EndedBy">The document that denies or moves it; null if it stands.</param>
/// <param name="Cluster">What the documents tell of it.</param>
internal sealed record JudgedAction(CorporateAction Action, ActionWitness Teller, ActionWitness? EndedBy, ActionCluster Cluster);

/// <summary>
/// The splits and dividends of a stock: a function of what its documents say and show, whatever the order in which they came.
/// 1 what is told of one action is put together, 2 the documents vote, 3 prices are heard on splits, 4 each document's basis
/// follows from the standing splits, 5 the same for cash, whose amounts need that basis.
/// </summary>
internal sealed class StandingActions
{
    private readonly IReadOnlyList<ActionWitness> _witnesses;
    private readonly List<JudgedAction> _judged = [];
    private readonly List<ActionFinding> _findings = [];
    private readonly Dictionary<int, DateOnly> _basis = [];
    private readonly CashEvidence _cash;

    private StandingActions(IEnumerable<ActionWitness> witnesses)
    {
        _witnesses = [.. witnesses.Order(ActionWitness.ByCapture)];
        Splits = JudgeSplits();
        JudgeCash();
        _cash = new CashEvidence(
            [.. Standing.Where(a => a.Action.Amount is not null).OrderBy(a => a.Action.ExDate).Select(a => (
                a, a.Action.Amount!.Value / Splits.Pending(a.Action.ExDate, _basis[a.Teller.DocumentId])))],
            (witness, day) => Splits.Pending(day, _basis[witness.DocumentId]));
    }

    /// <summary>Those that stand and those that were told and do not; of each kind at most one a day stands.</summary>
    public IReadOnlyList<JudgedAction> All => _judged;

    public IEnumerable<JudgedAction> Standing => _judged.Where(a => a.EndedBy is null);

    public SplitFactors Splits { get; }

    public IReadOnlyList<ActionFinding> Findings => _findings;

    /// <summary>By document.</summary>
    public IReadOnlyDictionary<int, DateOnly> Bases => _basis;

    public DateOnly BasisOf(int documentId) => _basis[documentId];

    /// <summary>
    /// True if it lists no cash where some stands and adjusts for none: its adjusted closes are those of an answer in a hurry.
    /// </summary>
    public bool ForgetsCash(ActionWitness witness) =>
        Standing.Any(a => a.Action.Kind != ActionKind.Split && Silence.Forgets(witness, a.Cluster));

    /// <summary>Ex-dates of standing payments that its adjusted closes do not contain although it is of after them, oldest first.</summary>
    public List<DateOnly> CashLackedBy(ActionWitness witness) => ForgetsCash(witness) ? [] : _cash.LackedBy(witness);

    /// <param name="witnesses">All documents of the stock, one each, in any order.</param>
    public static StandingActions Of(IEnumerable<ActionWitness> witnesses) => new(witnesses);

    private SplitFactors JudgeSplits()
    {
        var clusters = Clusters(ActionKind.Split, _ => 1);
        var others = clusters.Concat(Clusters(ActionKind.Dividend, _ => 1)).Concat(Clusters(ActionKind.CapitalGain, _ => 1)).ToList();
        var votes = clusters.ConvertAll(c => ActionVote.Of(c, _witnesses, w => Silence.DeniesSplit(w, others)));
        var evidence = new SplitEvidence(_witnesses, votes.FindAll(v => v.IsTold));
        if (votes.ConvertAll(v => v with { InvertedBy = v.IsTold ? evidence.ShowsInverse(v) : null }) is var righted
            && righted.Exists(v => v.InvertedBy is not null))
        {
            votes = righted;
            evidence = new SplitEvidence(_witnesses, votes.FindAll(v => v.IsTold));
        }
        var standing = new List<ActionVote>();
        foreach (var vote in votes)
        {
            var (latest, by, ever, not) = evidence.Of(vote);
            // One that lists it may be late to apply it.
            var contradicts = latest == SplitShown.No && !vote.Cluster.IsListedBy(by!) ? by : null;
            var isUndone = contradicts is not null && vote.IsUndoneBy(contradicts);
            var isShown = latest == SplitShown.Yes || (vote.IsTold && ever && !isUndone);
            var isHidden = latest == SplitShown.No && !isShown;
            if (isShown || (vote.IsTold && !isHidden))
                standing.Add(vote);
            var doubted = contradicts is null ? vote : vote with { DoubtedBy = vote.DoubtedBy ?? contradicts };
            Judge(doubted, isShown || vote.IsTold, isHidden && vote.IsTold ? isUndone ? contradicts : not : null);
        }
        var splits = new SplitFactors(standing.Select(s => s.Action));
        foreach (var witness in _witnesses)
            _basis[witness.DocumentId] = Basis(witness, standing, evidence);
        return Undo([.. votes.Except(standing)], splits, evidence);
    }

    /// <summary>
    /// A split that does not stand is still in the prices of documents that were captured while the source had applied it.
    /// Their bases and no others must lie from its day to the last of them.
    /// </summary>
    private SplitFactors Undo(IReadOnlyList<ActionVote> ended, SplitFactors standing, SplitEvidence evidence)
    {
        var undone = new List<UndoneSplit>();
        foreach (var split in ended)
        {
            var day = split.Action.ExDate;
            var after = _witnesses.Where(w => _basis[w.DocumentId] >= day).ToLookup(w => evidence.ContainsUndone(
                w, split, one => standing.Pending(DateOnly.MinValue, _basis[one.DocumentId])));
            if (!after[true].Any())
                continue;
            var through = after[true].Max(w => _basis[w.DocumentId]);
            undone.Add(new(day, through, split.Action.Ratio));
            foreach (var witness in after[false].Where(w => _basis[w.DocumentId] <= through))
            {
                var hasOthers = standing.All.Any(s => s.ExDate >= day && s.ExDate <= _basis[witness.DocumentId]);
                _basis[witness.DocumentId] = hasOthers ? through.AddDays(1) : day.AddDays(-1);
            }
        }
        return undone.Count == 0 ? standing : new SplitFactors(_judged.Where(a => a.EndedBy is null).Select(a => a.Action), undone);
    }

    /// <summary>What a document lists is in its prices, unless these show that it is not; so is what they show.</summary>
    private static DateOnly Basis(ActionWitness witness, List<ActionVote> standing, SplitEvidence evidence)
    {
        var basis = witness.StatedBasis;
        foreach (var split in standing.OrderBy(s => s.Latest.Action.ExDate))
        {
            var day = split.Latest.Action.ExDate;
            var isIn = SplitEvidence.IsIn(witness, split);
            if (isIn && evidence.IsMissingIn(witness, split))
                return day.AddDays(-1);
            if (day > basis && (isIn || evidence.IsEarly(witness, split)))
                basis = day;
        }
        return basis;
    }

    private void JudgeCash()
    {
        foreach (var kind in new[] { ActionKind.Dividend, ActionKind.CapitalGain })
        {
            foreach (var cluster in Clusters(kind, l => Splits.Pending(l.Day, _basis[l.Witness.DocumentId])))
            {
                var vote = ActionVote.Of(
                    cluster, _witnesses,
                    w => Silence.DeniesCash(w, cluster, Splits.Pending(cluster.First, _basis[w.DocumentId])));
                Judge(vote, vote.IsTold, hiddenBy: null);
            }
        }
    }

    /// <param name="vote">On the action.</param>
    /// <param name="isKept">True if documents tell it or prices show it.</param>
    /// <param name="hiddenBy">The document whose prices lack it; null if none does.</param>
    private void Judge(ActionVote vote, bool isKept, ActionWitness? hiddenBy)
    {
        var endedBy = isKept ? hiddenBy : vote.DroppedBy;
        var action = vote.Action;
        _judged.Add(new(action, vote.Best.Witness, endedBy, vote.Cluster));
        foreach (var day in vote.Cluster.Listings.GroupBy(l => l.Action.ExDate).Where(day => day.Key != action.ExDate))
        {
            var mover = vote.Cluster.Listings.First(l => l.Action.ExDate == action.ExDate).Witness;
            var old = day.Last();
            _judged.Add(new(old.Action, old.Witness, mover, vote.Cluster));
            if (endedBy is null)
                _findings.Add(ActionFinding.Moved(old, action, mover));
        }
        if (endedBy is null && vote.InvertedBy is { } inverter)
            _findings.Add(ActionFinding.Inverted(vote.Best, action, inverter));
        else if (endedBy is null)
            JudgeValues(vote, action);
        if (hiddenBy is not null)
            _findings.Add(ActionFinding.NotShown(vote.Cluster.Listings[0], action, hiddenBy));
        else if (endedBy is not null)
            _findings.Add(ActionFinding.Withdrawn(vote.Latest, action, endedBy));
        else if ((vote.DroppedBy ?? vote.DoubtedBy ?? Forgetting(vote.Cluster)) is { } doubt)
            _findings.Add(ActionFinding.Doubted(vote.Latest, action, doubt));
    }

    /// <summary>Other values that documents told of the same day.</summary>
    private void JudgeValues(ActionVote vote, CorporateAction action)
    {
        var teller = vote.Cluster.Listings.First(l => ActionCluster.IsSame(l, vote.Best));
        var told = new List<Listing> { vote.Best };
        foreach (var old in vote.Cluster.Listings.Where(l => l.Action.ExDate == action.ExDate))
        {
            if (told.Exists(known => ActionCluster.IsSame(known, old)))
                continue;
            told.Add(old);
            _judged.Add(new(old.Action, old.Witness, teller.Witness, vote.Cluster));
            _findings.Add(ActionFinding.Changed(old, teller));
        }
    }

    private ActionWitness? Forgetting(ActionCluster cluster) => cluster.Kind == ActionKind.Split ? null
        : _witnesses.FirstOrDefault(
            w => ActionWitness.ByCapture.Compare(w, cluster.Listings[^1].Witness) > 0 && Silence.Forgets(w, cluster)
                && cluster.Listings.Any(l => l.Witness.Source == w.Source));

    private List<ActionCluster> Clusters(ActionKind kind, Func<(DateOnly Day, ActionWitness Witness), double> pending) =>
        ActionCluster.Of(_witnesses.SelectMany(w => w.Listed
            .Where(a => a.Kind == kind)
            .Select(a => new Listing(w, a, pending((a.ExDate, w))))));
}
