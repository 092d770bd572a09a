using System.Diagnostics;
using System.Diagnostics.Metrics;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Counts ended attempts: <c>creampie.documents</c> with the tags source, outcome and, if any, reason, spelled as in
/// database, pages and API. A deferred request or a lost lease is not an end.
/// </summary>
public sealed class DocumentMeter(IMeterFactory meters)
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CreamPie.Ingestion";

    /// <summary>Name of the counter.</summary>
    public const string Documents = "creampie.documents";

    private readonly Counter<long> _documents =
        meters.Create(Name).CreateCounter<long>(Documents, "{attempt}", "Attempts at documents that ended, by source, outcome and reason.");

    internal void Ended(SourceName source, Outcome outcome, Reason? reason)
    {
        var tags = new TagList { { "source", source.ToString() }, { "outcome", outcome.ToString() } };
        if (reason is not null)
            tags.Add("reason", reason.Value.ToString());
        _documents.Add(1, tags);
    }
}
