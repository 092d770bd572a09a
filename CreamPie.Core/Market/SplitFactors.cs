namespace CreamPie.Core.Market;

/// <summary>
/// The splits of one listing, as factors between the three bases. A split with ex-date X concerns a row iff row date &lt; X,
/// and is in the row's prices iff X is not after the row's basis date.
/// </summary>
public sealed class SplitFactors
{
    private readonly (DateOnly ExDate, double Ratio)[] _splits;

    public SplitFactors(IEnumerable<CorporateAction> actions) => _splits = [.. actions
        .Where(a => a.Kind == ActionKind.Split)
        .Select(a => (a.ExDate, a.Ratio))
        .OrderBy(s => s.ExDate)];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<(DateOnly ExDate, double Ratio)> All => _splits;

    /// <summary>Stored prices divided by this are adjusted for every known split.</summary>
    public double Pending(DateOnly day, DateOnly basis)
    {
        var after = day > basis ? day : basis;
        if (_splits.Length == 0 || _splits[^1].ExDate <= after)
            return 1;
        return Product(after, DateOnly.MaxValue);
    }

    /// <summary>Stored prices multiplied by this are as traded.</summary>
    public double Applied(DateOnly day, DateOnly basis) => day >= basis ? 1 : Product(day, basis);

    /// <summary>Ex-dates in (after, through].</summary>
    private double Product(DateOnly after, DateOnly through)
    {
        var product = 1.0;
        foreach (var (exDate, ratio) in _splits)
            if (exDate > after && exDate <= through)
                product *= ratio;
        return product;
    }
}
