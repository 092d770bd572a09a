using System.Globalization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Api;
using ModelContextProtocol;

namespace CreamPie.Web.Mcp;

/// <summary>
/// The last day that a caller may know. The address of the server fixes it for all calls (/mcp?asOf=2020-12-31), out of the reach of the
/// agent, so that a backtest cannot see past its date; an argument of a tool may only be earlier.
/// </summary>
internal sealed class AsOfOfRequest(IHttpContextAccessor http, TimeProvider time)
{
    public const string Parameter = "asOf";

    private DateOnly? Fixed => http.HttpContext?.Request.Query[Parameter].ToString() is { Length: > 0 } text
        ? Tools.Day(Parameter, text)
        : null;

    /// <summary>A misspelt or empty limit would be none, without a word: the address has it as it should be, or is refused.</summary>
    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var query = context.HttpContext.Request.Query;
        return query.All(q => q.Key == Parameter && q.Value.Count == 1 && Tools.IsDay(q.Value[0]))
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Invalid(
                "invalidAsOf", $"The address may say {Parameter}=2020-12-31, and nothing else: the last day that an agent may know."));
    }

    /// <summary>Null for all that is stored.</summary>
    /// <exception cref="McpException">A date that cannot be read.</exception>
    public DateOnly? Of(string? argument)
    {
        var asked = Tools.Day(Parameter, argument);
        var last = asked is null || Fixed < asked ? Fixed : asked;
        // Today's session is in the answer anyway, and says whether it is final.
        return last >= DateOnly.FromDateTime(time.Now()) ? null : last;
    }

    /// <exception cref="McpException">The day is after the one that the address allows.</exception>
    public void Allow(DateOnly day)
    {
        if (day > Fixed)
            throw new McpException(string.Create(CultureInfo.InvariantCulture, $"This connection knows nothing after {Fixed:yyyy-MM-dd}."));
    }

    /// <exception cref="McpException">The address fixes a day.</exception>
    public void RequirePresent(string what)
    {
        if (Of(null) is { } day)
        {
            throw new McpException(string.Create(
                CultureInfo.InvariantCulture, $"{what} is of today, and this connection ends on {day:yyyy-MM-dd}."));
        }
    }
}
