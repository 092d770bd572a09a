using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Opens the log of each pipeline run.</summary>
public sealed class RunLogs(DocumentMeter meter, TimeProvider time, ILogger<Pipeline> log)
{
    internal RunLog Open(DocumentLease lease) => new(log, meter, time, lease);
}
