using System.Globalization;

namespace CreamPie.Web.Components.Shared;

/// <summary>
/// A number in the address of a page. A page takes text from there: the framework's own conversion answers a wrong one with a server error.
/// </summary>
internal static class QueryNumber
{
    public static int? Of(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static long? OfLong(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
