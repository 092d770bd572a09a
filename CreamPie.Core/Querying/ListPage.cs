using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace CreamPie.Core.Querying;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="Items">In the list's order; empty beyond the end.</param>
/// <param name="Total">Items in all pages.</param>
/// <param name="Next">Path of the next page, set by the API; null on the last one.</param>
/// <param name="Cursor">Where the next page starts; null on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, string? Next, [property: JsonIgnore] string? Cursor);

/// <summary>Which page of a list is requested.</summary>
/// <param name="Limit">Most items, 1 to <see cref="MaxLimit"/>; callers check it.</param>
/// <param name="Cursor">The <see cref="ListPage{T}.Cursor"/> of the page before; null for the first page.</param>
public sealed record PageRequest(int Limit = PageRequest.DefaultLimit, string? Cursor = null)
{
    /// <summary>Items of a page where no limit is given.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most items of a page.</summary>
    public const int MaxLimit = 1_000;
}

/// <summary>Writes and reads cursors. They are opaque to callers, so that their content may change.</summary>
public static class Cursor
{
    /// <summary>The cursor of a position or an id.</summary>
    public static string Of(long position) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes("n" + position.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The cursor of a day.</summary>
    public static string Of(DateOnly day) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes("d" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));

    /// <summary>Reads a position; null and "" are the start (0). False if it is invalid.</summary>
    public static bool TryRead(string? cursor, out int position)
    {
        position = 0;
        return string.IsNullOrEmpty(cursor)
            || (Text(cursor) is ['n', .. var number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out position));
    }

    /// <summary>Reads an id that may be large; null and "" are the start (0). False if it is invalid.</summary>
    public static bool TryRead(string? cursor, out long id)
    {
        id = 0;
        return string.IsNullOrEmpty(cursor)
            || (Text(cursor) is ['n', .. var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out id));
    }

    /// <summary>Reads a day; null and "" are the start (null). False if it is invalid.</summary>
    public static bool TryRead(string? cursor, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (Text(cursor) is not ['d', .. var text]
            || !DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            return false;
        day = read;
        return true;
    }

    private static string Text(string cursor) =>
        cursor.Length <= 32 && Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : "";
}
