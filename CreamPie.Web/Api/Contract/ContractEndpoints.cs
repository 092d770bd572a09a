using CreamPie.Web.Http;

namespace CreamPie.Web.Api.Contract;

/// <summary>What every endpoint of the API has in common.</summary>
internal static class ContractEndpoints
{
    /// <summary>Below it every endpoint answers HEAD as it answers GET, knows its parameters, and writes what the caller accepts.</summary>
    public static RouteGroupBuilder MapContract(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("");
        IEndpointConventionBuilder conventions = api;
        conventions.Add(AnswerHead);
        conventions.Finally(Check);
        return api;
    }

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The operation's, a verb and a noun: methods of generated clients are named so.</param>
    /// <param name="title">A few words.</param>
    /// <param name="sentence">More of it.</param>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string id, string title, string sentence) =>
        endpoint.WithName(id).WithSummary(title).WithDescription(sentence);

    /// <summary>Its answer is never compressed: its length could tell the secret in it, piece by piece (BREACH).</summary>
    public static RouteHandlerBuilder WithSecret(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(HoldsSecret.Instance);

    private static void AnswerHead(EndpointBuilder endpoint)
    {
        var index = endpoint.Metadata.ToList().FindIndex(m => m is IHttpMethodMetadata { HttpMethods: ["GET"] });
        if (index >= 0)
            endpoint.Metadata[index] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
    }

    private static void Check(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } handle)
            return;
        var parameters = KnownParameters.Of(endpoint.Metadata);
        var formats = AnswerFormats.Of(endpoint.Metadata, parameters);
        endpoint.RequestDelegate = context =>
        {
            var problem = parameters.Unknown(context.Request.Query) ?? formats.Choose(context);
            return problem is null ? handle(context) : problem.ExecuteAsync(context);
        };
    }
}
