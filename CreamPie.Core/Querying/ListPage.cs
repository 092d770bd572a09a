using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace CreamPie.Core.Querying;

/// <summary>One page of a list.</summary>
/// <param name="Total">Of all pages.</param>
/// <param name="Next">Path of the next page, set by the API; null on the last one.</param>
/// <param name="Cursor">Where the next page starts; null on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, string? Next, [property: JsonIgnore] string? Cursor);

/// <summary>How much of a list is wanted, from where.</summary>
/// <param name="Cursor">As the page before gave it; null for the first page.</param>
public sealed record PageRequest(int Limit = PageRequest.DefaultLimit, string? Cursor = null)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;
}

/// <summary>Opaque to callers, so that what is in it may change.</summary>
public static class Cursor
{
    public static string Of(int position) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes("n" + position.ToString(CultureInfo.InvariantCulture)));

    public static string Of(DateOnly day) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes("d" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));

    /// <summary>Null and "" are the beginning (0).</summary>
    public static bool TryRead(string? cursor, out int position)
    {
        position = 0;
        return string.IsNullOrEmpty(cursor)
            || (Text(cursor) is ['n', .. var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out position));
    }

    /// <summary>Null and "" are the beginning (null).</summary>
    public static bool TryRead(string? cursor, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (Text(cursor) is not ['d', .. var text] || !DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            return false;
        day = read;
        return true;
    }

    private static string Text(string cursor) =>
        cursor.Length <= 32 && Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : "";
}
