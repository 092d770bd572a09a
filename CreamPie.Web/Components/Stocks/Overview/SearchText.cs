namespace CreamPie.Web.Components.Stocks.Overview;

/// <summary>
/// The address follows the typing with a delay. Distinguishes an address that only echoes ours, which must not
/// overwrite newer typing, from one that came by a link or the back button.
/// </summary>
internal sealed class SearchText
{
    private readonly Queue<string?> _onTheirWay = [];

    public void Went(string? text) => _onTheirWay.Enqueue(text);

    public bool IsOurs(string? text)
    {
        if (!_onTheirWay.Contains(text))
        {
            _onTheirWay.Clear();
            return false;
        }
        while (_onTheirWay.Dequeue() != text)
        {
            // The browser skipped it.
        }
        return true;
    }
}
