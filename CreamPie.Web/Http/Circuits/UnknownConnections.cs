namespace CreamPie.Web.Http.Circuits;

/// <summary>
/// Says in the log why a page stays without its connection: it negotiated with another node, as pages from before an upgrade do, and some
/// programs that are no browser.
/// </summary>
internal sealed partial class UnknownConnections(TimeProvider time, ILogger<UnknownConnections> log)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private long _next = long.MinValue;

    /// <summary>After the hub has answered.</summary>
    public void Note(HttpContext context)
    {
        if (context.Response.StatusCode != StatusCodes.Status404NotFound || !context.Request.Query.ContainsKey("id"))
            return;
        var (now, next) = (time.GetUtcNow().Ticks, Volatile.Read(ref _next));
        if (now >= next && Interlocked.CompareExchange(ref _next, now + Silence.Ticks, next) == next)
            Log.Unknown(log, Environment.MachineName);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "A page asked /_blazor for a connection that this node ({Node}) does not know (404): it negotiated with another node, or this "
            + "node has restarted. Pages of this version do not negotiate and need no sticky sessions; one that was loaded before the "
            + "upgrade reloads by itself. Later ones are not logged for a minute.")]
        public static partial void Unknown(ILogger logger, string node);
    }
}
