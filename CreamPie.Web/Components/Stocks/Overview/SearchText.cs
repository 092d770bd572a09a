namespace CreamPie.Web.Components.Stocks.Overview;

/// <summary>
/// The address follows what is typed, a moment later. Tells an address that only comes back to us, which must not
/// overwrite what was typed meanwhile, from one that came by a link or the back button.
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
            // The browser has skipped it.
        }
        return true;
    }
}
