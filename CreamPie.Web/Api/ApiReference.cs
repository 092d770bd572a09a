using System.Text.Json.Serialization;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CreamPie.Web.Api;

/// <summary>The OpenAPI document and a page to read and try the API. They hold no data: anyone may read them.</summary>
internal static class ApiReference
{
    public static void AddApiReference(this WebApplicationBuilder builder)
    {
        // A number in quotes is none: the document says so as well.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddSingleton<ServedDocument>();
        builder.Services.AddOpenApi(ServedDocument.Name, o =>
        {
            // HEAD is GET without the body.
            o.ShouldInclude = description => !HttpMethods.IsHead(description.HttpMethod ?? "");
            o.AddDocumentTransformer((document, context, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "CreamPie",
                    Version = "v1",
                    Description = "Daily stock-market data with its provenance. "
                        + "Sign in with POST /api/auth/login and send the token as a bearer, or send an API key. Write symbols in capital "
                        + "letters: /api/stock-data/BARS is the stock BARS, and /api/stock-data/bars the bars of many stocks.",
                    License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
                };
                var path = context.ApplicationServices.GetRequiredService<IOptions<HostingOptions>>().Value.PathBase;
                document.Servers = [new OpenApiServer { Url = path.Length > 0 ? path : "/" }];
                return Task.CompletedTask;
            });
            o.DescribeContract();
        });
    }

    public static void MapApiReference(this WebApplication app)
    {
        app.MapMethods($"/openapi/{ServedDocument.Name}.json", [HttpMethods.Get, HttpMethods.Head], ServedDocument.AnswerAsync)
            .AllowAnonymous().ExcludeFromDescription();
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
        }).AllowAnonymous();
    }
}
