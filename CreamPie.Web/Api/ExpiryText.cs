using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>When a key or a feed expires, as text, so that an invalid value is answered with a sentence.</summary>
internal static class ExpiryText
{
    /// <summary>Absent and empty are never. UTC, unless the text says otherwise.</summary>
    public static bool TryRead(string? text, out DateTime? at)
    {
        at = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        var isRead = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        // In whole milliseconds, as everywhere.
        at = isRead ? DateTimeOffset.FromUnixTimeMilliseconds(read.ToUnixTimeMilliseconds()).UtcDateTime : null;
        return isRead;
    }

    public static ProblemHttpResult Problem() =>
        Problems.Invalid("invalidExpiresAt", "expiresAt must be an instant like 2027-06-30T12:00:00Z, or null for never.");

    /// <summary>What Core refused: a conflict if there are too many, else a field with its sentence.</summary>
    public static ProblemHttpResult Refused(string field, string problem) => field == "count"
        ? Problems.Conflict("tooMany", problem)
        : Problems.Invalid("invalid" + char.ToUpperInvariant(field[0]) + field[1..], problem);
}
