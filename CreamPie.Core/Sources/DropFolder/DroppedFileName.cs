using System.Globalization;
using System.Text.RegularExpressions;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// What a file's name says: 2025-06-16_TSLA_svelte.html, AAPL_2020-12-11.csv, NIFTY_FIN_SERVICE.NS.csv,
/// "Apple Inc. (AAPL) Stock.html", "AAPL (1).csv", STOCK_US_XNAS_AAPL.csv. A name that leaves a part unexplained says no symbol:
/// BRK_B is neither BRK nor for us to guess.
/// </summary>
/// <param name="Symbol">Null if the name does not say one.</param>
/// <param name="CapturedAt">
/// UTC noon of the day of capture; null if the name has none, or several. Two days side by side are those that the file covers.
/// </param>
internal readonly partial record struct DroppedFileName(Symbol? Symbol, DateTime? CapturedAt)
{
    private static readonly TimeOnly Noon = new(12, 0);

    public static DroppedFileName Of(string fileName)
    {
        var name = CoveredPattern().Replace(WithoutEndings(ToldBasis.Of(Path.GetFileName(fileName)).Plain), "_");
        var days = new HashSet<DateOnly>();
        var rest = DayPattern().Replace(name, match => TryDay(match.Groups["day"].Value, days) ? "_" : match.Value);
        return new DroppedFileName(
            name.StartsWith('_') ? null : SymbolOf(rest),
            days.Count == 1 ? days.Single().ToDateTime(Noon, DateTimeKind.Utc) : null);
    }

    // Only known endings: the ".T" of 7203.T belongs to the symbol.
    private static string WithoutEndings(string name)
    {
        while (true)
        {
            var shorter = CopyPattern().Replace(EndingPattern().Replace(name, ""), "");
            if (shorter.Length == name.Length)
                return name.Trim();
            name = shorter;
        }
    }

    private static bool TryDay(string text, HashSet<DateOnly> days)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return false;
        days.Add(day);
        return true;
    }

    private static Symbol? SymbolOf(string name)
    {
        if (MarketWatchPattern().Match(name) is { Success: true } ofMarketWatch)
            return NameParts.AsListed(ofMarketWatch.Groups["symbol"].Value.Replace('.', '-'));
        if (InvestingPattern().Match(name) is { Success: true } ofInvesting)
            return NameParts.AsListed(ofInvesting.Groups["symbol"].Value);
        var bracketed = BracketPattern().Matches(name);
        if (bracketed.Count == 0)
            return NameParts.SymbolOf(name.Split('_', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        // A browser's name for a page: "Mahindra & Mahindra Limited (M&M.NS) Stock Price".
        var named = bracketed.Select(b => b.Groups["in"].Value).Append(name[..bracketed[0].Index])
            .Select(NameParts.AsListed).OfType<Symbol>().Distinct().ToList();
        return named.Count == 1 ? named[0] : null;
    }

    [GeneratedRegex(
        @"\.(?:x?html?|mhtml?|csv|tsv|json|xml|txt|text|dat|md|xlsx?|pdf|png|zip|gz|bak|old|orig|log|download)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EndingPattern();

    // What browsers and file managers add to the name of a second copy.
    [GeneratedRegex(
        @"^copy of | - copy$| copy(?: \d{1,3})?$|[ _]{0,3}\(\d{1,3}\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CopyPattern();

    [GeneratedRegex(@"[ _-]{0,8}(?<![\p{L}\p{Nd}])(?<day>\d{4}-\d{2}-\d{2})(?!\d)[ _-]{0,8}", RegexOptions.CultureInvariant)]
    private static partial Regex DayPattern();

    /// <summary>AAPL_1d_splits_2024-01-02_2025-06-13, as we name an export of a part of a history.</summary>
    [GeneratedRegex(@"_\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}(?=_|$)", RegexOptions.CultureInvariant)]
    private static partial Regex CoveredPattern();

    /// <summary>Of an exchange in the United States, where MarketWatch's symbols are ours: STOCK_US_XNAS_AAPL.</summary>
    [GeneratedRegex(
        @"^(Download Data - )?(STOCK|FUND)_US_[A-Z]{4}_(?<symbol>[A-Z]{1,5}(\.[A-Z])?)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MarketWatchPattern();

    /// <summary>Investing.com's name with a ticker (AAPL Historical Data); its name with a company's says no symbol.</summary>
    [GeneratedRegex("^(?<symbol>[A-Z]{1,5}) Historical Data$", RegexOptions.CultureInvariant)]
    private static partial Regex InvestingPattern();

    [GeneratedRegex(@"\((?<in>[^()]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex BracketPattern();
}
