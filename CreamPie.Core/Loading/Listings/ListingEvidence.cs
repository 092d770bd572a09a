using System.Globalization;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Loading.Listings;

/// <summary>Whether the bars before and after a first trade date are of one listing.</summary>
internal enum ListingVerdict
{
    Same,

    /// <summary>They stay one series; an admin decides.</summary>
    Doubtful,

    New,
}

/// <summary>
/// What speaks for a new listing: a source states a first trade date although there are older bars under the ticker. By itself that
/// proves nothing, because a source may know less of a company than another.
/// </summary>
/// <param name="FirstTradeDate">Of the later listing.</param>
/// <param name="LastBefore">Last day of the older bars.</param>
/// <param name="Before">What is known of the listing with the older bars.</param>
/// <param name="After">What is known of the later listing.</param>
/// <param name="IsWhole">True if its document begins on its first trade date, and so has none of the older bars.</param>
/// <param name="IsSpanned">True if another document has bars of both.</param>
internal sealed record ListingEvidence(
    DateOnly FirstTradeDate, DateOnly LastBefore, KnownListing Before, KnownListing After, bool IsWhole, bool IsSpanned)
{
    /// <summary>Bars before the first trade date: when-issued trading takes no longer.</summary>
    public const int DaysWhenIssued = 14;

    /// <summary>Trading days of a whole history that may be missing at its beginning, in calendar days.</summary>
    public const int DaysToFirstBar = 10;

    /// <summary>Without trading; no halt of a listing that goes on takes longer as a rule.</summary>
    public const int LongestHalt = 30;

    private const int LongestSentence = 500;

    public ListingVerdict Verdict
    {
        get
        {
            var sameName = ListingName.AreSame(Before.Name, After.Name);
            var isOtherName = sameName == false;
            var isGap = IsGap(LastBefore, FirstTradeDate);
            // Sources write an exchange in several ways, so it only raises a doubt.
            var isOtherExchange = Before.Exchange is { } a && After.Exchange is { } b && !a.Equals(b, StringComparison.OrdinalIgnoreCase);
            if (!IsSpanned && (IsWhole ? isOtherName || isGap : isOtherName && isGap))
                return ListingVerdict.New;
            return isOtherName || isGap || isOtherExchange || (sameName is null && !IsSpanned)
                ? ListingVerdict.Doubtful
                : ListingVerdict.Same;
        }
    }

    /// <summary>The same whichever document told it.</summary>
    /// <param name="ticker">Of both.</param>
    public string Sentence(string ticker) => ColumnText.Shortened(
        $"The bars under {ticker} to {Day(LastBefore)} are of {Before.Name ?? "an unnamed listing"}, "
        + $"those from {Day(FirstTradeDate)} on of {After.Name ?? "an unnamed one"}.",
        LongestSentence);

    public static bool IsGap(DateOnly last, DateOnly first) => first.DayNumber - last.DayNumber > LongestHalt;

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What documents state about a listing.</summary>
internal readonly record struct KnownListing(string? Name, string? Exchange);
