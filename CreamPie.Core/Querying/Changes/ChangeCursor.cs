using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CreamPie.Core.Querying.Changes;

/// <summary>How far a mirror has read, and what tells that the database is no longer the one that it read. Opaque as text.</summary>
/// <param name="Number">The last change that was read.</param>
/// <param name="Stock">The id of the stock that had it; 0 for none.</param>
/// <param name="NewestStock">The highest id of a stock.</param>
/// <param name="Stocks">How many stocks there were.</param>
/// <param name="Document">The highest id of a document; 0 for none.</param>
/// <param name="PlannedAt">When that document was planned, in milliseconds since 1970 UTC.</param>
public sealed record ChangeCursor(long Number, int Stock, int NewestStock, int Stocks, int Document, long PlannedAt)
{
    private const int MostText = 120;
    private const int Parts = 6;

    /// <summary>Reads a cursor; null and "" are none. False if it is invalid.</summary>
    /// <param name="text">From an answer.</param>
    /// <param name="cursor">Null for none.</param>
    public static bool TryRead(string? text, out ChangeCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (text.Length > MostText || !Base64Url.IsValid(text))
            return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        var numbers = parts.Skip(1)
            .Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToList();
        if (parts[0] != "c" || numbers.Count != Parts || numbers.Contains(-1) || numbers[1..5].Exists(n => n > int.MaxValue)
            || numbers[5] > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        cursor = new(numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4], numbers[5]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"c.{Number}.{Stock}.{NewestStock}.{Stocks}.{Document}.{PlannedAt}")));

    internal static long InstantOf(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    internal static DateTime Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
}
