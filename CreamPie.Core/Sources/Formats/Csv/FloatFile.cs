using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Tells whether a file's prices are written from 32-bit floats. One such price shows it (16.9200000762939); then 1234.56005859375,
/// which alone could be a price, is 1234.56 too.
/// </summary>
internal sealed class FloatFile
{
    /// <summary>In characters: a shorter text does not show it.</summary>
    private const int LongText = 14;

    private bool _isSeen;
    private bool _isShortened;

    /// <param name="text">As written.</param>
    /// <param name="value">As read: another number than the text only if that is a widened float.</param>
    public void See(ReadOnlySpan<char> text, double value)
    {
        if (!_isSeen && text.Length >= LongText
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var written))
            _isSeen = written != value;
    }

    /// <summary>The rows, with each widened float as its shortest decimal if the file is written from floats.</summary>
    public List<ParsedRow> Shortened(List<ParsedRow> rows)
    {
        if (!_isSeen || _isShortened)
            return rows;
        _isShortened = true;
        for (var i = 0; i < rows.Count; i++)
        {
            var bar = rows[i].Bar;
            rows[i] = rows[i] with
            {
                Bar = bar with
                {
                    Open = Short(bar.Open),
                    High = Short(bar.High),
                    Low = Short(bar.Low),
                    Close = Price.FromWidenedFloat(bar.Close),
                    AdjClose = Short(bar.AdjClose),
                },
            };
        }
        return rows;
    }

    private static double? Short(double? price) => price is { } known ? Price.FromWidenedFloat(known) : null;
}
