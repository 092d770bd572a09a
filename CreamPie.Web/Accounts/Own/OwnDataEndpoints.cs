using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.OwnData;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Accounts.Own;

/// <summary>One's own data as a file.</summary>
internal static class OwnDataEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void MapOwnData(this WebApplication app) =>
        app.MapPost("/account/data/export", ExportAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<FileContentHttpResult> ExportAsync(
        IFormCollection form, Caller caller, OwnDataExport export, CancellationToken cancellationToken)
    {
        var data = await export.ReadAsync(caller, cancellationToken);
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(data, Json), "application/json", "creampie-account.json");
    }
}
