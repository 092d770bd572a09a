using System.Diagnostics;
using System.Diagnostics.Metrics;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Counts attempts that ended: <c>creampie.documents</c> with the tags source, outcome and, where there is one, reason, in the
/// words of database, pages and API. Who only waited for its turn, or lost its document, ended none.
/// </summary>
public sealed class DocumentMeter(IMeterFactory meters)
{
    public const string Name = "CreamPie.Ingestion";
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
