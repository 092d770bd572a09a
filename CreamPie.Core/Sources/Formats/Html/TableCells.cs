namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>The cells of one row in one reusable buffer: no string for each.</summary>
internal sealed class TableCells
{
    private const int MaxCells = 32;
    private const int MaxText = 64 * 1024;

    private readonly int[] _ends = new int[MaxCells];
    private char[] _text = new char[1024];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Without surrounding white space.</summary>
    public ReadOnlySpan<char> this[int i]
    {
        get
        {
            var start = i == 0 ? 0 : _ends[i - 1];
            return _text.AsSpan(start, _ends[i] - start).Trim();
        }
    }

    /// <summary>Text of the cell that ends next; beyond any real row's length it is ignored.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > MaxText)
            return;
        if (_length + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    public void EndCell()
    {
        if (Count < MaxCells)
            _ends[Count++] = _length;
    }

    public void Clear() => Count = _length = 0;

    public string[] ToArray() => [.. Enumerable.Range(0, Count).Select(i => this[i].ToString())];

    public bool HasEmpty()
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].IsEmpty)
                return true;
        }
        return false;
    }
}
