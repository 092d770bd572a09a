using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>problem+json with a stable code; <see cref="ProblemResponses"/> adds title and trace id.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string code, string detail) => TypedResults.Problem(
        detail,
        statusCode: status,
        extensions: new Dictionary<string, object?> { ["code"] = code });

    public static ProblemHttpResult Invalid(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    public static ProblemHttpResult NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, code, detail);

    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);
}
