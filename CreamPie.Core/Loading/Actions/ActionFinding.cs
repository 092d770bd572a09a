using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// A finding on an action: who told it, and who dropped it. Names the first document that did, so that later ones that agree with it
/// are not another finding.
/// </summary>
/// <param name="DocumentId">The document that dropped it.</param>
/// <param name="Finding">Its text.</param>
internal sealed record ActionFinding(int DocumentId, ProcessedFinding Finding)
{
    public static ActionFinding Moved(Listing old, CorporateAction action, ActionWitness mover) => Of(
        FindingKind.ActionMoved, old.Action.ExDate, mover,
        $"The {Name(old.Action)} on {Day(old.Action.ExDate)} in document {old.Witness.DocumentId} "
        + $"is on {Day(action.ExDate)} in document {mover.DocumentId}.",
        $"Counted once, on {Day(action.ExDate)}.");

    public static ActionFinding Changed(Listing old, Listing now) => Of(
        FindingKind.ActionWithdrawn, old.Action.ExDate, now.Witness,
        $"The {Value(old)} on {Day(old.Action.ExDate)} in document {old.Witness.DocumentId} "
        + $"is a {Value(now)} in document {now.Witness.DocumentId}.",
        $"Counted as {Value(now)}.");

    public static ActionFinding Withdrawn(Listing told, CorporateAction action, ActionWitness by) => Of(
        FindingKind.ActionWithdrawn, action.ExDate, by,
        $"The {Name(action)} on {Day(action.ExDate)} of document {told.Witness.DocumentId} "
        + $"is not in document {by.DocumentId}, which is later and covers the day.",
        "It no longer counts.");

    public static ActionFinding Doubted(Listing told, CorporateAction action, ActionWitness by) => Of(
        FindingKind.ActionDoubted, action.ExDate, by,
        $"The {Name(action)} on {Day(action.ExDate)} of document {told.Witness.DocumentId} "
        + $"is not in document {by.DocumentId}, which is later and covers the day, "
        + "but the prices show it, or that document lists too little.",
        "Kept.");

    public static ActionFinding NotShown(Listing told, CorporateAction action, ActionWitness by) => Of(
        FindingKind.SplitNotShown, action.ExDate, by,
        $"The {Name(action)} on {Day(action.ExDate)} of document {told.Witness.DocumentId} "
        + $"is not in the prices of document {by.DocumentId}, which are those of before it.",
        "It does not count until prices show it.");

    public static ActionFinding Inverted(Listing told, CorporateAction action, ActionWitness by) => Of(
        FindingKind.SplitImplausible, action.ExDate, by,
        $"The {Name(told.Action)} on {Day(action.ExDate)} of document {told.Witness.DocumentId} has its two numbers the wrong way round: "
        + $"the prices of document {by.DocumentId} differ by its inverse from those of documents of before it.",
        $"Counted as {Name(action)}.");

    private static ActionFinding Of(FindingKind kind, DateOnly day, ActionWitness by, string seen, string done) =>
        new(by.DocumentId, new ProcessedFinding(kind, day, seen, done));

    private static string Name(CorporateAction action) => action.Kind switch
    {
        ActionKind.Split => string.Create(CultureInfo.InvariantCulture, $"split {action.Numerator}:{action.Denominator}"),
        ActionKind.Dividend => $"dividend of {FindingList.Number(action.Amount!.Value)}",
        _ => $"capital gain of {FindingList.Number(action.Amount!.Value)}",
    };

    /// <summary>Per share as shares are counted today, so that two documents can be compared.</summary>
    private static string Value(Listing listing)
    {
        var action = listing.Action;
        var name = Name(action.Amount is { } paid ? action with { Amount = Adjustment.Significant(paid / listing.Pending) } : action);
        return action.Currency is { } currency ? $"{name} {currency}" : name;
    }

    private static string Day(DateOnly day) => FindingList.Day(day);
}
