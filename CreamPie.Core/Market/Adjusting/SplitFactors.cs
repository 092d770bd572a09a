namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// The splits of one listing, as factors between the three bases. A split with ex-date X concerns a row iff row date &lt; X,
/// and is in the row's prices iff X is not after the row's basis date. One that was undone is in those of some bases only.
/// </summary>
public sealed class SplitFactors
{
    /// <summary>More than any company had; a document with more is hostile, and must not cost rows times splits.</summary>
    private const int MostExact = 64;

    private readonly (DateOnly ExDate, double Ratio)[] _splits;
    private readonly double[] _logarithms;

    /// <summary>Builds the factors; ignores actions other than splits.</summary>
    /// <param name="actions">Of one listing, in any order.</param>
    /// <param name="undone">Splits that the source took out of its prices again, and that are none of <paramref name="actions"/>.</param>
    public SplitFactors(IEnumerable<CorporateAction> actions, IEnumerable<UndoneSplit>? undone = null)
    {
        Undone = [.. (undone ?? []).OrderBy(u => u.ExDate)];
        _splits = [.. actions
            .Where(a => a.Kind == ActionKind.Split)
            .Select(a => (a.ExDate, a.Ratio))
            .OrderBy(s => s.ExDate)];
        _logarithms = new double[_splits.Length > MostExact ? _splits.Length + 1 : 0];
        for (var i = 1; i < _logarithms.Length; i++)
            _logarithms[i] = _logarithms[i - 1] + Math.Log(_splits[i - 1].Ratio);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<(DateOnly ExDate, double Ratio)> All => _splits;

    /// <summary>Oldest first; in the prices of some bases, and no splits of the listing.</summary>
    public IReadOnlyList<UndoneSplit> Undone { get; }

    /// <summary>Stored prices divided by this are adjusted for every known split; 1 where there is none.</summary>
    /// <param name="day">Of the bar.</param>
    /// <param name="basis">The bar's basis date.</param>
    public double Pending(DateOnly day, DateOnly basis)
    {
        var after = day > basis ? day : basis;
        var pending = _splits.Length == 0 || _splits[^1].ExDate <= after ? 1 : Product(after, DateOnly.MaxValue);
        return Undone.Count == 0 ? pending : pending / UndoneIn(day, basis);
    }

    /// <summary>Stored prices multiplied by this are as traded; 1 where no split is in them.</summary>
    /// <param name="day">Of the bar.</param>
    /// <param name="basis">The bar's basis date.</param>
    public double Applied(DateOnly day, DateOnly basis) =>
        day >= basis ? 1 : Undone.Count == 0 ? Product(day, basis) : Product(day, basis) * UndoneIn(day, basis);

    private double UndoneIn(DateOnly day, DateOnly basis)
    {
        var product = 1.0;
        foreach (var split in Undone)
            product *= day < split.ExDate && split.ExDate <= basis && basis <= split.Through ? split.Ratio : 1;
        return product;
    }

    /// <summary>Ex-dates in (after, through].</summary>
    private double Product(DateOnly after, DateOnly through)
    {
        var (first, end) = (CountThrough(after), CountThrough(through));
        if (end - first > MostExact)
            return Math.Exp(_logarithms[end] - _logarithms[first]);
        var product = 1.0;
        for (var i = first; i < end; i++)
            product *= _splits[i].Ratio;
        return product;
    }

    private int CountThrough(DateOnly day)
    {
        var (low, high) = (0, _splits.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_splits[middle].ExDate <= day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
