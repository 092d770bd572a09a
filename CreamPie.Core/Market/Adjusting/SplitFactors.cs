namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// The splits of one listing, as factors between the three bases. A split with ex-date X concerns a row iff row date &lt; X,
/// and is in the row's prices iff X is not after the row's basis date.
/// </summary>
public sealed class SplitFactors
{
    private readonly (DateOnly ExDate, double Ratio)[] _splits;

    /// <summary>Builds the factors; ignores actions other than splits.</summary>
    /// <param name="actions">Of one listing, in any order.</param>
    public SplitFactors(IEnumerable<CorporateAction> actions) => _splits = [.. actions
        .Where(a => a.Kind == ActionKind.Split)
        .Select(a => (a.ExDate, a.Ratio))
        .OrderBy(s => s.ExDate)];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<(DateOnly ExDate, double Ratio)> All => _splits;

    /// <summary>Stored prices divided by this are adjusted for every known split; 1 where there is none.</summary>
    /// <param name="day">Of the bar.</param>
    /// <param name="basis">The bar's basis date.</param>
    public double Pending(DateOnly day, DateOnly basis)
    {
        var after = day > basis ? day : basis;
        if (_splits.Length == 0 || _splits[^1].ExDate <= after)
            return 1;
        return Product(after, DateOnly.MaxValue);
    }

    /// <summary>Stored prices multiplied by this are as traded; 1 where no split is in them.</summary>
    /// <param name="day">Of the bar.</param>
    /// <param name="basis">The bar's basis date.</param>
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
