using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Merge;

/// <summary>What a load will do to one series; nothing is written yet.</summary>
internal sealed class MergePlan
{
    public List<DailyBarRow> Inserts { get; } = [];
    public List<DailyBarRow> Updates { get; } = [];
    public List<BarRevision> Revisions { get; } = [];

    /// <summary>Adjusted closes that changed while the prices stayed: date, before, after (both on the new basis).</summary>
    public List<AdjustedChange> Adjusted { get; } = [];

    /// <summary>Days that a later capture covers but does not have, while an earlier one has them; with the later one's document.</summary>
    public List<(int DocumentId, DateOnly Day)> Missing { get; } = [];

    /// <summary>Values that another capture has and the winning one lacks.</summary>
    public ForgottenValues Forgotten { get; } = new();
    public int Skipped { get; set; }

    /// <summary>What the document says of finished days that it replaces or confirms.</summary>
    public OverlapCheck Overlap { get; } = new();

    /// <summary>What later captures say of finished days of the document.</summary>
    public OverlapCheck Confirmed { get; } = new();

    /// <summary>Days that were stored before, whichever document wins them.</summary>
    public int Common { get; set; }

    public LoadCounts Counts => new(Inserts.Count, Updates.Count, Skipped, Revisions.Count(r => r.Final));
}
