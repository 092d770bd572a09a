using System.Diagnostics;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>One run of the pipeline: a trace of its own, the one line in the log that closes it, however it ends, and its count.</summary>
internal sealed partial class RunLog : IDisposable
{
    private static readonly ActivitySource Source = new("CreamPie.Ingestion");

    private readonly ILogger _log;
    private readonly DocumentMeter _meter;
    private readonly TimeProvider _time;
    private readonly DocumentLease _claim;
    private readonly long _started;
    private readonly Activity _activity;

    public RunLog(ILogger log, DocumentMeter meter, TimeProvider time, DocumentLease claim)
    {
        (_log, _meter, _time, _claim, _started) = (log, meter, time, claim, time.GetTimestamp());
        // Without a listener the source makes none, and the log still needs its id.
        _activity = Source.StartActivity("Run document") ?? new Activity("Run document").Start();
        _activity.SetTag("creampie.document", claim.Document.Id).SetTag("creampie.symbol", claim.Document.Symbol);
    }

    /// <summary>Of the run that is going on here; null outside of one.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();

    public RunResult Close(RunResult result)
    {
        var document = _claim.Document;
        var level = result.IsDeadLetter ? LogLevel.Warning : LogLevel.Information;
        _activity.SetTag("creampie.outcome", result.Outcome?.ToString()).SetTag("creampie.reason", result.Reason?.ToString());
        var (milliseconds, trace) = (_time.GetElapsedTime(_started).TotalMilliseconds, _activity.TraceId.ToHexString());
        Log.Ended(
            _log, level, document.Id, document.Symbol, document.Source, result.Outcome, result.Reason, result.Rows, milliseconds, trace, result.Sentence);
        if (result.Outcome is { } outcome)
            _meter.Ended(document.Source, outcome, result.Reason);
        return result;
    }

    public void Failed(Exception fault) => Log.Failed(_log, fault, _claim.Document.Id, _claim.Document.Symbol);

    public void Dispose() => _activity.Dispose();

    private static partial class Log
    {
        // The sentence begins with outcome and reason: as fields of their own they are for machines, and stand last.
        [LoggerMessage(EventId = 1, Message = "Document {Document} {Symbol} from {Source}: {Sentence} {Rows} rows in {Milliseconds:0} ms, trace {TraceId}. {Outcome} {Reason}")]
        public static partial void Ended(
            ILogger logger, LogLevel level, int document, string? symbol, SourceName source, Outcome? outcome, Reason? reason, int rows,
            double milliseconds, string traceId, string sentence);

        [LoggerMessage(2, LogLevel.Error, "Document {Document} {Symbol} failed.")]
        public static partial void Failed(ILogger logger, Exception fault, int document, string? symbol);
    }
}
