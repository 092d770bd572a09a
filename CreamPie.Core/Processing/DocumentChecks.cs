using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>Records what the parser could not read, and where the two texts of a page differ.</summary>
internal static class DocumentChecks
{
    /// <returns>How many rows were rejected.</returns>
    public static int Report(ParsedDocument document, FindingList findings)
    {
        var rejected = 0;
        foreach (var error in document.Errors)
        {
            var seen = error.Position is { } position ? $"Row {position}: {error.Problem}" : error.Problem;
            switch (error.Kind)
            {
                case RowProblem.Row:
                    rejected++;
                    findings.Add(FindingKind.RejectedRow, error.Date, seen, "Not loaded.");
                    break;
                case RowProblem.Action or RowProblem.Payment:
                    findings.Add(FindingKind.UnknownAction, error.Date, seen, "Not loaded.");
                    break;
                case RowProblem.Volume:
                    findings.Add(FindingKind.InvalidVolume, error.Date, seen, "Volume unknown; the row is loaded.");
                    break;
                default:
                    findings.Add(FindingKind.DocumentDoubt, error.Date, seen, "Loaded.");
                    break;
            }
        }
        foreach (var d in document.Disagreements)
        {
            findings.Add(
                FindingKind.TableDisagrees, d.Date,
                $"{d.Field}: {FindingList.Number(d.Payload)} in the payload, {FindingList.Number(d.Table)} in the table.",
                "The payload's value is loaded.");
        }
        return rejected;
    }
}
