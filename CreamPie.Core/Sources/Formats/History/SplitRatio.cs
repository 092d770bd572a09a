using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>A split that a source writes as one number: 4 for 4:1, 0.05 for 1:20, 0.066667 for 1:15.</summary>
internal static class SplitRatio
{
    public static CorporateAction Of(DateOnly exDate, double ratio)
    {
        var old = Math.Round(1 / ratio);
        return ratio < 1 && (Price.Same(ratio * old, 1) || Math.Abs(ratio - 1 / old) <= Price.Rounding(ratio))
            ? CorporateAction.Split(exDate, 1, old)
            : CorporateAction.Split(exDate, ratio, 1);
    }
}
