using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage.Writing;
using CreamPie.Web.Components.Layout.Failures;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace CreamPie.Web.Http;

/// <summary>Errors: problem+json with a code and a trace id for programs, pages for people.</summary>
internal static class ProblemResponses
{
    public static void AddProblemResponses(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(o =>
            o.CustomizeProblemDetails = context => Complete(context.HttpContext, context.ProblemDetails));
        builder.Services.AddExceptionHandler<ProblemOfException>();
        // Without it an unreadable body is an empty 400; with it the exception says where it is wrong.
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
    }

    public static void UseProblemResponses(this WebApplication app)
    {
        app.UseWhen(RequestKind.IsForPrograms, programs =>
        {
            programs.UseExceptionHandler();
            programs.UseStatusCodePages(context => WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        });
        app.UseWhen(context => !context.IsForPrograms(), people =>
        {
            people.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WritePageAsync, StatusCodeSelector = StatusOf });
            people.UseStatusCodePages(context => WritePageAsync(context.HttpContext));
        });
    }

    public static Task WriteAsync(HttpContext context, int status, string? code = null, string? detail = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (code is not null)
            problem.Extensions["code"] = code;
        Complete(context, problem);
        return context.Response.WriteAsJsonAsync(
            problem, problem.GetType(), null as JsonSerializerOptions, "application/problem+json", context.RequestAborted);
    }

    /// <summary>
    /// Rendered in place, not by running the request again: the failed request may have been a form post.
    /// In a scope of its own, because the failed page may have used up the renderer of the request's scope.
    /// </summary>
    private static async Task WritePageAsync(HttpContext context)
    {
        var page = new RazorComponentResult<StatusPage>(new Dictionary<string, object?>
        {
            [nameof(StatusPage.Status)] = context.Response.StatusCode,
            [nameof(StatusPage.TraceId)] = TraceIdOf(context),
        })
        {
            StatusCode = context.Response.StatusCode,
        };
        context.Response.Headers.Remove("blazor-enhanced-nav");
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await page.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    private static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static void Complete(HttpContext context, ProblemDetails problem)
    {
        var status = problem.Status ?? context.Response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
        problem.Detail ??= DetailOf(status);
        problem.Extensions.TryAdd("code", CodeOf(status));
        problem.Extensions["traceId"] = TraceIdOf(context);
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        AccessDeniedException => StatusCodes.Status403Forbidden,
        LimitReachedException limit => limit.IsServerBusy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests,
        BadHttpRequestException bad => bad.StatusCode,
        ArchiveAwayException => StatusCodes.Status503ServiceUnavailable,
        _ when BusyDatabase.IsBusy(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string CodeOf(int status) => status switch
    {
        400 => "badRequest",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "notFound",
        405 => "methodNotAllowed",
        406 => "notAcceptable",
        413 => "tooLarge",
        415 => "unsupportedMediaType",
        429 => "rateLimited",
        500 => "internal",
        503 => "unavailable",
        _ => "status" + status,
    };

    private static string DetailOf(int status) => status switch
    {
        400 => "The request is incomplete, or not in the form that this address reads.",
        401 => "Sign in first: a bearer token from POST /api/auth/login, or an API key in X-Api-Key.",
        403 => "Your role does not allow this.",
        404 => "There is nothing at this address.",
        405 => "This address does not support this method; the Allow header lists those it supports.",
        413 => "The body is larger than this address accepts.",
        415 => "Unsupported Content-Type: send application/json, or multipart/form-data for a file.",
        500 => "Something went wrong. Find the trace ID in the log.",
        503 => "This server is busy, or not ready yet; try again later.",
        _ => ReasonPhrases.GetReasonPhrase(status) + ".",
    };

    /// <summary>Exceptions that map to answers; all others are a 500, logged by the framework.</summary>
    private sealed class ProblemOfException : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (!httpContext.IsForPrograms()
                || (exception is not (AccessDeniedException or LimitReachedException or BadHttpRequestException or ArchiveAwayException)
                    && !BusyDatabase.IsBusy(exception)))
                return false;
            var status = StatusOf(exception);
            if (exception is LimitReachedException { RetrySeconds: var seconds })
                httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(
                httpContext, status, exception is ProofRequiredException ? "proofRequired" : null, Sentence(exception, status));
            return true;
        }

        private static string? Sentence(Exception exception, int status) => (status, exception, exception.InnerException) switch
        {
            (400, _, JsonException { LineNumber: { } line, BytePositionInLine: { } at } json) =>
                $"The body is not the expected JSON: line {line + 1}, position {at + 1}"
                + (json.Path is { Length: > 1 } path ? $" ({path})." : "."),
            (400, _, InvalidDataException form) => $"The body is not a readable form: {form.Message}",
            (400, BadHttpRequestException { Message: var message }, _)
                when message.Contains("from the request body", StringComparison.Ordinal)
                || message.Contains("no body was provided", StringComparison.Ordinal) => "A JSON body is required.",
            (400, _, _) or (403, _, _) or (_, LimitReachedException, _) => exception.Message,
            _ => null,
        };
    }
}
