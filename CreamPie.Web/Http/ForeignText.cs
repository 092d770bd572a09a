using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CreamPie.Core.Storage;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Http;

/// <summary>
/// Refuses text that is none (a NUL, half of a surrogate pair, an unknown charset) in one place, with a 400, before a normaliser, a header
/// or the database meets it.
/// </summary>
internal static class ForeignText
{
    private const string Why = "The request contains characters that are not text, or names a charset that does not exist.";

    /// <summary>JSON bodies are read by their endpoints: there it is a fault of the JSON.</summary>
    public static void AddReadableJson(this WebApplicationBuilder builder) => builder.Services.ConfigureHttpJsonOptions(json =>
        json.SerializerOptions.TypeInfoResolver =
            (json.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(CheckTexts));

    /// <summary>Path, query and charset; runs before routing.</summary>
    public static void UseReadableAddresses(this WebApplication app) => app.Use((context, next) =>
        HasReadableAddress(context.Request) && HasKnownCharset(context.Request) ? next(context) : RefuseAsync(context));

    /// <summary>Forms, with the names of their files; runs after authorization, so that strangers send none of the large ones.</summary>
    public static void UseReadableForms(this WebApplication app) => app.UseWhen(
        context => context.Request.HasFormContentType,
        forms => forms.Use(async (context, next) =>
        {
            if (await HasReadableFormAsync(context))
                await next(context);
            else
                await RefuseAsync(context);
        }));

    private static bool HasReadableAddress(HttpRequest request) =>
        ReadableText.Is(request.Path.Value)
        && request.Query.All(q => ReadableText.Is(q.Key) && q.Value.All(ReadableText.Is));

    /// <summary>Takes the quotes away, which the framework's reader of JSON mistakes for a part of the name.</summary>
    private static bool HasKnownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || type.Parameters.All(p => !p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)))
            return true;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        try
        {
            _ = Encoding.GetEncoding(charset.ToString());
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return false;
        }
        if (charset != type.Charset)
        {
            type.Charset = charset;
            request.ContentType = type.ToString();
        }
        return true;
    }

    private static async Task<bool> HasReadableFormAsync(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.All(f => ReadableText.Is(f.Key) && f.Value.All(ReadableText.Is))
                && form.Files.All(f => ReadableText.Is(f.Name) && ReadableText.Is(f.FileName));
        }
        catch (Exception unreadable)
            when (unreadable is InvalidDataException or IOException or ArgumentException or NotSupportedException
                && !context.RequestAborted.IsCancellationRequested)
        {
            // An endpoint of the API reads the form again, and says what is wrong with it.
            return context.IsForPrograms() && unreadable is InvalidDataException or IOException;
        }
    }

    private static void CheckTexts(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var texts = type.Properties.Where(p => p.PropertyType == typeof(string) && p.Get is not null).ToList();
        if (texts.Count == 0)
            return;
        type.OnDeserialized = read =>
        {
            if (!texts.All(p => ReadableText.Is((string?)p.Get!(read))))
                throw new JsonException(Why);
        };
    }

    private static Task RefuseAsync(HttpContext context)
    {
        if (context.IsForPrograms())
            return ProblemResponses.WriteAsync(context, StatusCodes.Status400BadRequest, "unreadableText", Why);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
