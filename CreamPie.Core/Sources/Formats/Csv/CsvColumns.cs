namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Where the columns of a history stand in a CSV's lines, and how many fields the header has (Count). -1 for a column that
/// the file does not have, which <see cref="CsvLine"/> answers with nothing.
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
