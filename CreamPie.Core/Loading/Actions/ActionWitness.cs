using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Actions;

/// <summary>What one document says and shows of splits and dividends.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Source">Of its series: sources do not withdraw each other's actions.</param>
/// <param name="FirstDay">Of its bars.</param>
/// <param name="LastDay">Of its bars.</param>
/// <param name="StatedBasis">Splits up to this day are in its prices, as far as the document alone can say.</param>
/// <param name="BasisGuessed">Nothing dates it: its prices prove nothing about splits.</param>
/// <param name="CapturedAt">UTC; the later capture decides, ties by hash.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Tells">True if it lists every split and dividend of its days.</param>
/// <param name="TellsCash">False if one of its payments was not understood.</param>
/// <param name="Listed">At most one of a kind a day.</param>
/// <param name="Prices">Null for a document of before there was evidence: it lists, but denies nothing.</param>
internal sealed record ActionWitness(
    int DocumentId, SourceName Source, DateOnly FirstDay, DateOnly LastDay, DateOnly StatedBasis, bool BasisGuessed,
    DateTime CapturedAt, string Sha256, bool Tells, bool TellsCash, IReadOnlyList<CorporateAction> Listed, PriceSamples? Prices)
{
    /// <summary>Of its prices; null if it does not say.</summary>
    public string? Currency { get; init; }

    /// <summary>In the order of capture, ties by hash.</summary>
    public static readonly Comparer<ActionWitness> ByCapture = Comparer<ActionWitness>.Create((a, b) =>
    {
        var order = a.CapturedAt.CompareTo(b.CapturedAt);
        return order != 0 ? order : string.CompareOrdinal(a.Sha256, b.Sha256);
    });

    /// <summary>True if it has days on both sides of the ex-date and lists all their actions of the kind.</summary>
    public bool CanDeny(DateOnly exDate, ActionKind kind) =>
        Prices is not null && Tells && (TellsCash || kind == ActionKind.Split) && FirstDay < exDate && exDate <= LastDay;
}
