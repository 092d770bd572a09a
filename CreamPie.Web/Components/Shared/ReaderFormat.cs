namespace CreamPie.Web.Components.Shared;

/// <summary>What a page's scripts have to know to write as <see cref="DisplayText"/> does.</summary>
/// <param name="Date">iso, dmy, mdy or dots; null for the default of each place.</param>
/// <param name="Group">Between thousands.</param>
/// <param name="Point">Before decimals.</param>
internal sealed record ReaderFormat(string? Date, string Group, string Point)
{
    /// <summary>Null for a reader without preferences.</summary>
    public static ReaderFormat? Current => ReaderCulture.Current is { } reader
        ? new(reader.Preferences.DateFormat, reader.Numbers.NumberGroupSeparator, reader.Numbers.NumberDecimalSeparator)
        : null;
}
