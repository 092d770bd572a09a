namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Positions of a history's columns in a CSV's lines, and how many fields the header has (Count). -1 for a missing
/// column, for which <see cref="CsvLine"/> returns an empty field.
/// </summary>
internal readonly record struct CsvColumns(
    int Count,
    int Date,
    int Open,
    int High,
    int Low,
    int Close,
    int AdjClose,
    int Volume,
    int Dividend,
    int CapitalGain,
    int Split);
