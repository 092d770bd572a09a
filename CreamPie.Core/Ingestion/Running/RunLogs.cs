using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Opens the log of each run of the pipeline.</summary>
public sealed class RunLogs(DocumentMeter meter, TimeProvider time, ILogger<Pipeline> log)
{
    internal RunLog Open(DocumentLease claim) => new(log, meter, time, claim);
}
