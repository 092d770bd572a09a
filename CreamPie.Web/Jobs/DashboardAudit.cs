using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;

namespace CreamPie.Web.Jobs;

/// <summary>Records what an admin does on the job dashboard: each of its buttons posts.</summary>
internal static class DashboardAudit
{
    public static TBuilder Audited<TBuilder>(this TBuilder dashboard) where TBuilder : IEndpointConventionBuilder
    {
        dashboard.Add(endpoint =>
        {
            var serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                // The figures that the page polls for.
                if (!HttpMethods.IsPost(context.Request.Method) || PathOf(context) == "stats")
                {
                    await serve(context);
                    return;
                }
                // Kept in the request: the dashboard reads it again.
                var jobs = context.Request.HasFormContentType
                    ? (await context.Request.ReadFormAsync(context.RequestAborted))["jobs[]"].ToString()
                    : "";
                await serve(context);
                await context.RequestServices.GetRequiredService<AuditTrail>().WriteAsync(
                    CallerOfRequest.Of(context), AuditAction.JobTrigger, jobs.Length > 0 ? "jobs " + jobs : null,
                    OutcomeOf(context.Response.StatusCode), "Job dashboard: " + PathOf(context) + ".", CancellationToken.None);
            };
        });
        return dashboard;
    }

    private static AuditOutcome OutcomeOf(int status) => status switch
    {
        < 400 => AuditOutcome.Succeeded,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => AuditOutcome.Refused,
        _ => AuditOutcome.Failed,
    };

    private static string PathOf(HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/hangfire", out var path) ? path : context.Request.Path).ToString().Trim('/');
}
