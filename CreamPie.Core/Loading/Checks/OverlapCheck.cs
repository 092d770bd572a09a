using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Compares a document with the finished bars that it would replace, and classifies the difference. Compares open, high, low
/// and close on one split basis; volumes never count, and an unknown price matches any. Days on which a later capture wins are
/// not compared: nothing would be rewritten.
/// </summary>
internal sealed class OverlapCheck
{
    /// <summary>Up to this many differing bars count as corrections, in a history of any length.</summary>
    private const int FewBars = 2;

    /// <summary>Up to this fraction of a long history counts as corrections.</summary>
    private const double FewOfAll = 0.05;

    /// <summary>Relative: factors of whole histories this close are one; rounded prices of a few cents are off by as much.</summary>
    private const double SameFactor = 0.005;

    /// <summary>Relative: sources recompute adjusted closes each time, so a smaller change is no dividend.</summary>
    private const double SmallestDividend = 1e-5;

    private readonly List<DateOnly> _compared = [];
    private readonly List<(DateOnly Day, double Factor)> _differing = [];
    private bool _isNoisy;
    private bool _isRescaled;
    private bool _isScaled = true;

    /// <summary>Compares one day; skips provisional rows.</summary>
    /// <param name="was">As stored; dividing by <paramref name="wasPending"/> puts it on today's basis.</param>
    /// <param name="wasPending">The combined ratio of the splits not yet in its prices.</param>
    /// <param name="wasPrecise">False for prices rounded for display.</param>
    /// <param name="now">The document's row of the same day.</param>
    /// <param name="nowPending">As <paramref name="wasPending"/>, for the document.</param>
    /// <param name="isPrecise">As <paramref name="wasPrecise"/>, for the document.</param>
    public void Add(DailyBarRow was, double wasPending, bool wasPrecise, DailyBarRow now, double nowPending, bool isPrecise)
    {
        if (!was.Final || !now.Final)
            return;
        _compared.Add(was.Date);
        _isRescaled |= wasPending != nowPending;
        var comparison = new PriceComparison(was, wasPending, now, nowPending);
        var (wasClose, nowClose) = (was.Close / wasPending, now.Close / nowPending);
        var factor = wasClose == 0 ? double.NaN : nowClose / wasClose;
        ReadOnlySpan<(double? Was, double? Now)> prices =
            [(was.Open, now.Open), (was.High, now.High), (was.Low, now.Low), (was.Close, now.Close)];
        var (isSame, isNear, isScaled) = (true, true, true);
        foreach (var price in prices)
        {
            if (price is not ({ } wasRaw, { } nowRaw))
                continue;
            var (old, own) = (wasRaw / wasPending, nowRaw / nowPending);
            var rounding = (wasPrecise ? 0 : Price.DisplayRounding(wasRaw) / wasPending)
                + (isPrecise ? 0 : Price.DisplayRounding(nowRaw) / nowPending);
            var isEqual = comparison.IsSame(wasRaw, nowRaw);
            isSame &= isEqual;
            isNear &= isEqual || Math.Abs(old - own) <= rounding;
            isScaled &= Math.Abs(own - old * factor) <= rounding * Math.Max(1, factor) + SameFactor * Math.Abs(own);
        }
        _isNoisy |= isNear && !isSame;
        if (isNear)
            return;
        _differing.Add((was.Date, factor));
        _isScaled &= isScaled;
    }

    /// <summary>Adds a day whose prices are equal, digit by digit.</summary>
    public void AddEqual(DailyBarRow was)
    {
        if (was.Final)
            _compared.Add(was.Date);
    }

    /// <summary>The kind of the difference over all days added.</summary>
    /// <param name="actions">The document's splits and dividends.</param>
    /// <param name="splits">The current splits, including the document's.</param>
    /// <param name="adjusted">Adjusted closes that changed while the prices stayed.</param>
    /// <param name="currency">Before and now; null where unknown.</param>
    public Overlap Judge(
        IReadOnlyList<CorporateAction> actions, SplitFactors splits, IReadOnlyList<AdjustedChange> adjusted,
        (string? Was, string? Now) currency)
    {
        var dividends = _compared.Count == 0 ? 0 : actions.Count(a => a.Kind != ActionKind.Split && a.ExDate > _compared[0]);
        var isOtherCurrency = currency is { Was: { } was, Now: { } now } && was != now;
        var factors = _differing.ConvertAll(d => d.Factor);
        return new(
            KindOf(splits, adjusted, dividends, isOtherCurrency),
            _compared.Count,
            _differing.Count,
            _differing.Count > 0 ? _differing[0].Day : null,
            _differing.Count > 0 ? _differing[^1].Day : null,
            factors.Count > 0 ? (factors.Min(), factors.Max()) : (1, 1),
            isOtherCurrency ? $", and the currency changed from {currency.Was} to {currency.Now}" : null,
            _isRescaled || IsDividend(adjusted, dividends));
    }

    private OverlapKind KindOf(SplitFactors splits, IReadOnlyList<AdjustedChange> adjusted, int dividends, bool isOtherCurrency)
    {
        if (_compared.Count == 0)
            return OverlapKind.None;
        if (_differing.Count == 0)
        {
            return _isRescaled ? OverlapKind.Split
                : IsDividend(adjusted, dividends) ? OverlapKind.Dividend
                : _isNoisy ? OverlapKind.FloatNoise
                : OverlapKind.Same;
        }
        var factor = ConstantFactor();
        if (factor is { } ratio && splits.All.Any(s => Explains(s.ExDate, s.Ratio, ratio)))
            return OverlapKind.Split;
        if (_differing.Count <= FewBars || _differing.Count <= FewOfAll * _compared.Count)
            return OverlapKind.LateCorrection;
        return isOtherCurrency || (factor is { } unit && (IsNear(unit, 100) || IsNear(unit, 0.01)))
            ? OverlapKind.UnitChange
            : OverlapKind.Unexplained;
    }

    private double? ConstantFactor()
    {
        var (low, high) = (_differing.Min(d => d.Factor), _differing.Max(d => d.Factor));
        return _isScaled && low > 0 && high / low - 1 <= SameFactor ? (low + high) / 2 : null;
    }

    /// <summary>
    /// A split that the source listed before its prices showed it: all days before its ex-date differ by its ratio.
    /// </summary>
    private bool Explains(DateOnly exDate, double ratio, double factor)
    {
        var before = _compared.Count(day => day < exDate);
        return _differing[^1].Day < exDate
            && before - _differing.Count <= FewOfAll * before
            && (IsNear(factor, ratio) || IsNear(factor, 1 / ratio));
    }

    /// <summary>As many factors as payments, and unchanged days after the last one.</summary>
    private static bool IsDividend(IReadOnlyList<AdjustedChange> adjusted, int dividends)
    {
        var changed = AdjustmentSegments.Find(adjusted).Count(s => Math.Abs(s.Factor - 1) > SmallestDividend);
        return changed > 0 && changed <= Math.Max(1, dividends);
    }

    private static bool IsNear(double factor, double ratio) => Math.Abs(factor / ratio - 1) <= SameFactor;
}
