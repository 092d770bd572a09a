using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Web.Api.Bulk;

/// <summary>What the prices of an answer are adjusted for, in the words of the header X-Basis.</summary>
internal static class Basis
{
    public const string Header = "X-Basis";

    /// <summary>The symbols of a bulk answer whose basis is not proved, with commas between them; absent where all are proved.</summary>
    public const string UnprovedHeader = "X-Basis-Unproved";

    public const string Unproved = ToldBasis.Unproved;

    public static string Of(BarSeries series) => series.Source == SourceName.Unproved ? Unproved : Of(series.Adjust);

    public static string Of(PriceAdjustment adjust) => adjust switch
    {
        PriceAdjustment.None => "as-traded",
        PriceAdjustment.All => "fully-adjusted",
        _ => "split-adjusted",
    };
}
