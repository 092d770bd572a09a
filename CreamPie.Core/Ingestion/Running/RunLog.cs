using System.Diagnostics;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Log of one run of the pipeline: its own trace, one closing line however it ends, and one count.</summary>
internal sealed partial class RunLog : IDisposable
{
    private static readonly ActivitySource Source = new("CreamPie.Ingestion");

    private readonly ILogger _log;
    private readonly DocumentMeter _meter;
    private readonly TimeProvider _time;
    private readonly DocumentLease _lease;
    private readonly long _started;
    private readonly Activity _activity;

    public RunLog(ILogger log, DocumentMeter meter, TimeProvider time, DocumentLease lease)
    {
        (_log, _meter, _time, _lease, _started) = (log, meter, time, lease, time.GetTimestamp());
        // Without a listener there is no activity, but the log needs its trace id.
        _activity = Source.StartActivity("Run document") ?? new Activity("Run document").Start();
        _activity.SetTag("creampie.document", lease.Document.Id).SetTag("creampie.symbol", lease.Document.Symbol);
    }

    /// <summary>Trace id of the current run; null outside of one.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();

    public RunResult Close(RunResult result)
    {
        var document = _lease.Document;
        var level = result.IsDeadLetter ? LogLevel.Warning : LogLevel.Information;
        _activity.SetTag("creampie.outcome", result.Outcome?.ToString()).SetTag("creampie.reason", result.Reason?.ToString());
        var (milliseconds, trace) = (_time.GetElapsedTime(_started).TotalMilliseconds, _activity.TraceId.ToHexString());
        Log.Ended(
            _log, level, document.Id, document.Symbol, document.Source, result.Outcome, result.Reason, result.Rows, milliseconds, trace,
            result.Sentence);
        if (result.Outcome is { } outcome)
            _meter.Ended(document.Source, outcome, result.Reason);
        return result;
    }

    public void Failed(Exception fault) => Log.Failed(_log, fault, _lease.Document.Id, _lease.Document.Symbol);

    public void Dispose() => _activity.Dispose();

    private static partial class Log
    {
        // Outcome and reason are part of the sentence already; as separate fields for machines they come last.
        [LoggerMessage(
            EventId = 1,
            Message = "Document {Document} {Symbol} from {Source}: {Sentence} {Rows} rows in {Milliseconds:0} ms, trace {TraceId}. "
                + "{Outcome} {Reason}")]
        public static partial void Ended(
            ILogger logger, LogLevel level, int document, string? symbol, SourceName source, Outcome? outcome, Reason? reason, int rows,
            double milliseconds, string traceId, string sentence);

        [LoggerMessage(2, LogLevel.Error, "Document {Document} {Symbol} failed.")]
        public static partial void Failed(ILogger logger, Exception fault, int document, string? symbol);
    }
}
