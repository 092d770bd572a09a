namespace CreamPie.Core.Market.Adjusting;

/// <summary>Why a bar has no adjusted close, and so no total-return prices.</summary>
public enum TotalReturnGap
{
    /// <summary>No document gave one, and the dividends since are not all known.</summary>
    DividendsUnknown,

    /// <summary>A dividend since was as high as the price, or higher.</summary>
    DividendImpossible,

    /// <summary>A dividend since is in another currency than the prices, without a rate; or the source took its bare number.</summary>
    DividendCurrency,

    /// <summary>The document's is zero or less, or above the close; or a later one of the same document is.</summary>
    AdjCloseImpossible,
}
