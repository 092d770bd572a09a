using System.Text.RegularExpressions;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo.Page.Tables;

/// <summary>
/// Parses the text of a table's event row: "0.39 Dividend", "10:1 Stock Splits", "10-for-1 Split", "1.25 Capital Gain", and
/// "1/7 Stock Split" of 2017 to early 2020, which has the old shares first (<see cref="SplitText"/>).
/// </summary>
internal static partial class EventText
{
    // A longer text is no event, and the patterns may backtrack over white space.
    private const int MaxLength = 100;

    /// <returns>Null if the text is not understood.</returns>
    public static CorporateAction? Read(DateOnly date, string text)
    {
        if (text.Length > MaxLength)
            return null;
        if (SplitPattern().Match(text) is { Success: true } split)
        {
            return SplitText.Read(split.Groups["ratio"].ValueSpan) is { } ratio
                ? CorporateAction.Split(date, ratio.New, ratio.Old)
                : null;
        }
        if (CashPattern().Match(text) is not { Success: true } cash
            || NumberText.Price(cash.Groups["amount"].ValueSpan, grouped: true, out var amount) != NumberKind.Value)
            return null;
        var kind = cash.Groups["gain"].Success ? ActionKind.CapitalGain : ActionKind.Dividend;
        return CorporateAction.Cash(date, kind, amount, exact: false);
    }

    [GeneratedRegex(@"^\s*(?<ratio>[\d.,]+\s*(?::|/|-\s*for\s*-|\s+for\s+)\s*[\d.,]+)\s+(?:Stock\s+)?Splits?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SplitPattern();

    [GeneratedRegex(@"^\s*(?<amount>[\d.,]+)\s+(?:Dividends?|(?<gain>Capital\s+Gains?))\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CashPattern();
}
