using System.Globalization;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Finished days on which the winning capture lacks a value that another one has. The later capture wins even then, but a
/// source that drops a whole column is a finding.
/// </summary>
internal sealed class ForgottenValues
{
    private readonly HashSet<string> _fields = [];
    private readonly SortedSet<DateOnly> _days = [];

    /// <param name="other">The losing row.</param>
    /// <param name="standing">The winning row.</param>
    public void Add(DailyBarRow other, DailyBarRow standing)
    {
        if (!other.Final || !standing.Final)
            return;
        Add("open", other.Open, standing.Open);
        Add("high", other.High, standing.High);
        Add("low", other.Low, standing.Low);
        Add("adjusted close", other.AdjClose, standing.AdjClose);
        Add("volume", other.Volume, standing.Volume);

        void Add(string field, double? known, double? now)
        {
            if (known is null || now is not null)
                return;
            _fields.Add(field);
            _days.Add(standing.Date);
        }
    }

    /// <summary>One finding for the whole document, however many days it has.</summary>
    public IEnumerable<ProcessedFinding> Findings => _days.Count == 0 ? [] :
    [
        new(
            FindingKind.ValueUnknown,
            _days.Min,
            string.Create(
                CultureInfo.InvariantCulture,
                $"On {_days.Count:N0} finished days from {_days.Min:yyyy-MM-dd} to {_days.Max:yyyy-MM-dd} "
                + $"the current capture lacks values that another one has: {string.Join(", ", _fields)}."),
            "Loaded as unknown; the other values are kept."),
    ];
}
