using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>Queries are read as text, so that a wrong value gets a sentence; the document says what the text has to be.</summary>
internal static class QueryTypes
{
    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var described in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(p => p.Name == described.Name) is not OpenApiParameter parameter)
                continue;
            var own = (described.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo
                .GetCustomAttributes(inherit: true).OfType<TextTypeAttribute>().FirstOrDefault();
            if (own is not null)
                parameter.Schema = own.Schema(context.Document!);
            else if (described.Name == "symbol")
                parameter.Schema = new SymbolTextAttribute().Schema(context.Document!);
            else if (described.Name == "id" && parameter.Schema is OpenApiSchema { Type: JsonSchemaType.Integer } id)
                id.Minimum = "1";
        }
        return Task.CompletedTask;
    }
}
