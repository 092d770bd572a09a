using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>Whether the adjusted closes of a document contain a payment: by the step that they make around its day.</summary>
/// <param name="payments">That stand, with their amounts as shares are counted today, by ex-date.</param>
/// <param name="pending">The combined ratio of the splits after a day that are not in the prices of a document.</param>
internal sealed class CashEvidence(
    IReadOnlyList<(JudgedAction Judged, double Amount)> payments, Func<ActionWitness, DateOnly, double> pending)
{
    /// <summary>Of the step that a payment makes: what is missing of it, if it is not there.</summary>
    private const double Missing = 0.5;

    /// <summary>Of the smallest step after the last row: prices may have moved far since.</summary>
    private const double NoneAfter = 0.05;

    /// <summary>Sources date one payment a few days apart.</summary>
    private const int NearDays = 4;

    private const double LargestPayment = 0.95;

    /// <summary>Ex-dates of payments that it does not list, though it could know them, and did not take out; oldest first.</summary>
    public List<DateOnly> LackedBy(ActionWitness witness)
    {
        if (witness.Prices is not { Count: > 0, AdjustsForCash: not null })
            return [];
        var lacked = new List<DateOnly>();
        for (var i = 0; i < payments.Count; i++)
        {
            var (cluster, exDate) = (payments[i].Judged.Cluster, payments[i].Judged.Action.ExDate);
            if (witness.FirstDay < exDate && exDate <= witness.StatedBasis && !cluster.IsListedBy(witness)
                && IsLackedBy(witness, i) && !IsDisproved(i))
                lacked.Add(exDate);
        }
        return lacked;
    }

    private bool IsLackedBy(ActionWitness witness, int payment) => Shows(witness, payment) switch
    {
        SplitShown.Yes => false,
        SplitShown.No => true,
        _ => witness is { Tells: true, TellsCash: true } && witness.Listed.Any(a => a.Amount is not null),
    };

    /// <summary>True if the adjusted closes of all that list it say that nothing was paid.</summary>
    private bool IsDisproved(int payment)
    {
        var shown = payments[payment].Judged.Cluster.Listings
            .Where(l => l.Witness.Prices is { Count: > 0, AdjustsForCash: not null })
            .Select(l => Shows(l.Witness, payment))
            .Where(s => s != SplitShown.Unknown)
            .ToList();
        return shown.Count > 0 && shown.TrueForAll(s => s == SplitShown.No);
    }

    private SplitShown Shows(ActionWitness witness, int payment) =>
        payments[payment].Judged.Action.ExDate > witness.LastDay ? AfterLastRow(witness) : InRows(witness, payment);

    private SplitShown InRows(ActionWitness witness, int payment)
    {
        var (prices, judged) = (witness.Prices!, payments[payment].Judged);
        var before = prices.Before(judged.Cluster.First.AddDays(-NearDays)) ?? prices.Oldest;
        var after = prices.From(judged.Cluster.Last.AddDays(NearDays)) ?? prices.Newest;
        if (before is not { } from || after is not { } to || from.Day >= judged.Cluster.First || to.Day < judged.Cluster.Last)
            return SplitShown.Unknown;
        var rounding = prices.Rounding(from, to);
        var between = Between(witness, from, to);
        if (double.IsNaN(between.Sum(p => p.Step) + rounding))
            return SplitShown.Unknown;
        // What it neither lists nor shows is missing first, and of that the newest.
        between.Reverse();
        var missing = between.Sum(p => p.Step) - Math.Log(to.Factor / (double)from.Factor);
        foreach (var (at, step) in between.OrderBy(
            p => payments[p.Payment].Judged.Cluster.IsListedBy(witness) || IsOnItsDay(witness, p.Payment)))
        {
            var isMissing = missing > Missing * step;
            if (at == payment)
                return Math.Abs(missing - Missing * step) <= rounding ? SplitShown.Unknown : isMissing ? SplitShown.No : SplitShown.Yes;
            missing -= isMissing ? step : 0;
        }
        return SplitShown.Unknown;
    }

    /// <summary>True if the adjusted closes of just before a payment and from it on make its step.</summary>
    private bool IsOnItsDay(ActionWitness witness, int payment)
    {
        var day = payments[payment].Judged.Action.ExDate;
        if (witness.Prices!.Before(day) is not { } from || witness.Prices.From(day) is not { } to)
            return false;
        var steps = Between(witness, from, to).ConvertAll(p => p.Step);
        return steps.Sum() - Math.Log(to.Factor / (double)from.Factor) <= Missing * steps.Min() - witness.Prices.Rounding(from, to);
    }

    /// <summary>Oldest first.</summary>
    private List<(int Payment, double Step)> Between(ActionWitness witness, Sample from, Sample to) => [.. Enumerable
        .Range(0, payments.Count)
        .Where(i => payments[i].Judged.Action.ExDate > from.Day && payments[i].Judged.Action.ExDate <= to.Day)
        .Select(i => (Payment: i, Step: Step(witness, i)))];

    /// <summary>All of them, or none: prices after the last row are not known.</summary>
    private SplitShown AfterLastRow(ActionWitness witness)
    {
        if (witness.Prices!.Newest is not { } newest || float.IsNaN(newest.Factor))
            return SplitShown.Unknown;
        var smallest = Enumerable.Range(0, payments.Count)
            .Where(i => payments[i].Judged.Action.ExDate > witness.LastDay && payments[i].Judged.Action.ExDate <= witness.StatedBasis)
            .Min(i => Step(witness, i));
        var none = new Sample(newest.Day, newest.Close, 1);
        return -Math.Log(newest.Factor) < NoneAfter * smallest && witness.Prices.Rounding(newest, none) < Missing * smallest
            ? SplitShown.No
            : SplitShown.Yes;
    }

    /// <summary>What it takes out of the logarithm of earlier adjusted closes; NaN without a rate.</summary>
    private double Step(ActionWitness witness, int payment)
    {
        var (judged, amount) = payments[payment];
        var day = judged.Action.ExDate;
        var own = judged.Cluster.Listings.FirstOrDefault(l => l.Witness.DocumentId == witness.DocumentId)?.Action;
        var rate = CurrencyUnit.Rate((own ?? judged.Action).Currency, witness.Currency) ?? double.NaN;
        var paid = (own?.Amount ?? amount * pending(witness, day)) * rate;
        var close = (witness.Prices!.Before(day) ?? witness.Prices.Oldest)!.Value.Close;
        return -Math.Log(1 - Math.Min(LargestPayment, paid / close));
    }
}
