using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CreamPie.Web.Api;

/// <summary>The OpenAPI document and a page to read and try the API, for signed-in callers.</summary>
internal static class ApiReference
{
    public static void AddApiReference(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", o =>
    {
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CreamPie",
                Version = "v1",
                Description = "Daily stock-market data with its provenance. "
                    + "Sign in with POST /api/auth/login and send the token as a bearer.",
            };
            document.AddComponent("bearer", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
            return Task.CompletedTask;
        });
        o.AddOperationTransformer((operation, context, _) =>
        {
            if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            {
                operation.Security =
                    [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
            }
            return Task.CompletedTask;
        });
    });

    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.Analyst);
        app.MapScalarApiReference("/api/reference", o =>
        {
            o.Title = "CreamPie API";
            o.OpenApiRoutePattern = "/openapi/{documentName}.json";
            // This page must load nothing from, and send nothing to, other hosts.
            o.DefaultFonts = false;
            o.Telemetry = false;
            o.ProxyUrl = null;
            o.DynamicBaseServerUrl = false;
            o.PersistentAuthentication = false;
            // These link to Scalar's own services.
            o.HideDeveloperTools();
            o.DisableAgent();
            o.DisableMcp();
            o.HideClientButton = true;
        }).RequireAuthorization(Policies.Analyst);
    }
}
