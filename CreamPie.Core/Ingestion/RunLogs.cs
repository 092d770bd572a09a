using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion;

/// <summary>Opens the log of each run of the pipeline.</summary>
public sealed class RunLogs(DocumentMeter meter, TimeProvider time, ILogger<Pipeline> log)
{
    internal RunLog Open(Claim claim) => new(log, meter, time, claim);
}
