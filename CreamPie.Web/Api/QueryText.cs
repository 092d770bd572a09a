using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace CreamPie.Web.Api;

/// <summary>
/// Reads query parameters in turn and keeps the first problem: an invalid value is answered with a
/// sentence that says what would be right. Absent and empty are the same.
/// </summary>
internal sealed class QueryText
{
    public ProblemHttpResult? Problem { get; private set; }

    public int Number(string name, string? text, int fallback, int largest)
    {
        if (string.IsNullOrEmpty(text))
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= largest)
            return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from 1 to {largest:N0}."));
        return fallback;
    }

    public DateOnly? Day(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Refuse(name, $"{name} must be a date like 2024-06-10.");
        return null;
    }

    public Symbol? Symbol(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (CreamPie.Core.Market.Symbol.TryParse(text, out var symbol))
            return symbol;
        Refuse(name, CreamPie.Core.Market.Symbol.Rules);
        return null;
    }

    /// <summary>One of an enum's words, ignoring case; never its number.</summary>
    public T? Word<T>(string name, string? text) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var names = Enum.GetNames<T>();
        var index = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        Refuse(name, $"{name} must be one of {string.Join(", ", names.Select(n => char.ToLowerInvariant(n[0]) + n[1..]))}.");
        return null;
    }

    /// <summary>Some of an enum's words, with commas between them; empty for none.</summary>
    public IReadOnlyCollection<T> Words<T>(string name, string? text) where T : struct, Enum =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(word => Word<T>(name, word)).OfType<T>().Distinct()];

    public void Refuse(string name, string sentence) =>
        Problem ??= Problems.Invalid("invalid" + char.ToUpperInvariant(name[0]) + name[1..], sentence);

    public PageRequest Page(string? limit, string? cursor, int fallback = PageRequest.DefaultLimit, int largest = PageRequest.MaxLimit)
    {
        if (!Cursor.TryRead(cursor, out long _))
            Refuse("cursor", "cursor must come from the next link of the previous page.");
        return new(Number("limit", limit, fallback, largest), cursor);
    }

    public PageRequest Page(PageParameters page) => Page(page.Limit, page.Cursor);

    /// <summary>Path of the next page: the same query with another cursor.</summary>
    [return: NotNullIfNotNull(nameof(cursor))]
    public static string? Next(HttpRequest request, string? cursor, params (string Name, string? Value)[] changes)
    {
        if (cursor is null)
            return null;
        var query = request.Query.ToDictionary(q => q.Key, q => (string?)q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in changes)
            query[name] = value;
        query["cursor"] = cursor;
        return QueryHelpers.AddQueryString(request.PathBase.Add(request.Path).ToUriComponent(), query.Where(q => q.Value is not null));
    }
}
