using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// What the documents say of one action. In each source the latest capture that lists it or denies it decides; where its silence
/// proves nothing, the next-latest. One source that lists it is enough: sources do not withdraw each other's actions.
/// </summary>
/// <param name="Cluster">The action.</param>
/// <param name="Telling">What the documents of those sources list that still tell it, in the order of capture; empty if none does.</param>
/// <param name="DroppedBy">The first document after its last teller that denies it; null while it is told.</param>
/// <param name="DoubtedBy">
/// While it is told: the first document of another source that denies it, or after its last teller whose silence proves nothing.
/// </param>
internal sealed record ActionVote(
    ActionCluster Cluster, IReadOnlyList<Listing> Telling, ActionWitness? DroppedBy, ActionWitness? DoubtedBy)
{
    /// <summary>Null, or the document whose prices show that the two numbers of the split are the wrong way round.</summary>
    public ActionWitness? InvertedBy { get; init; }

    public bool IsTold => Telling.Count > 0;

    /// <summary>True if its source told and applied it before the capture of a document whose prices lack it.</summary>
    public bool IsUndoneBy(ActionWitness witness) =>
        ActionWitness.ByCapture.Compare(witness, Cluster.Listings[^1].Witness) > 0
        && Cluster.Listings.Any(l => l.Witness.Source == witness.Source);

    /// <summary>The latest says the day.</summary>
    public Listing Latest => (IsTold ? Telling : Cluster.Listings)[^1];

    /// <summary>An amount read exactly beats one rounded for display, then the later capture wins.</summary>
    public Listing Best => (IsTold ? Telling : Cluster.Listings).Aggregate((a, b) => b.Action.Exact || !a.Action.Exact ? b : a);

    public CorporateAction Action
    {
        get
        {
            var best = Best;
            // Of the same payment, the document that states a currency knows it.
            var currency = best.Action.Currency ?? Cluster.Listings.LastOrDefault(
                l => l.Action.Currency is not null && ActionCluster.IsSame(l, best))?.Action.Currency;
            var action = best.Action with { ExDate = Latest.Action.ExDate, Currency = currency };
            return InvertedBy is null ? action : action with { Numerator = action.Denominator, Denominator = action.Numerator };
        }
    }

    /// <param name="cluster">The action.</param>
    /// <param name="witnesses">All documents, in the order of capture.</param>
    /// <param name="denies">Whether the silence of a document that could list it means something.</param>
    public static ActionVote Of(ActionCluster cluster, IReadOnlyList<ActionWitness> witnesses, Func<ActionWitness, bool> denies)
    {
        var telling = new List<Listing>();
        var (dropped, doubted) = (default(ActionWitness), default(ActionWitness));
        foreach (var source in cluster.Listings.GroupBy(l => l.Witness.Source))
        {
            var last = source.Last().Witness;
            var silent = witnesses.Where(
                w => w.Source == source.Key && ActionWitness.ByCapture.Compare(w, last) > 0 && cluster.CanBeDeniedBy(w));
            var drops = default(ActionWitness);
            foreach (var witness in silent)
            {
                if (denies(witness))
                    drops ??= witness;
                else
                    doubted ??= witness;
            }
            dropped ??= drops;
            if (drops is null)
                telling.AddRange(source);
        }
        telling.Sort((a, b) => ActionWitness.ByCapture.Compare(a.Witness, b.Witness));
        if (telling.Count == 0)
            return new(cluster, telling, dropped, doubted);
        dropped ??= witnesses.FirstOrDefault(
            w => cluster.Listings.All(l => l.Witness.Source != w.Source) && cluster.CanBeDeniedBy(w) && denies(w));
        return new(cluster, telling, DroppedBy: null, dropped ?? doubted);
    }
}
