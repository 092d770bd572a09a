using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.HeavyReading;

namespace CreamPie.Web.Api;

internal static class HeavyAnswers
{
    /// <summary>Few of these at the same time for one person, each counted until it is sent.</summary>
    public static RouteHandlerBuilder Heavy(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var reads = context.RequestServices.GetRequiredService<HeavyReads>();
            var caller = context.RequestServices.GetRequiredService<Caller>();
            context.Response.RegisterForDispose(await reads.AnswerAsync(caller, context.RequestAborted));
            return await next(invocation);
        })
        .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
