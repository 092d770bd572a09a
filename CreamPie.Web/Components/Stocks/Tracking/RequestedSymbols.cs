using CreamPie.Core.Market;

namespace CreamPie.Web.Components.Stocks.Tracking;

/// <summary>Symbols requested in this circuit, newest first: survives a visit to another page, not a reload.</summary>
internal sealed class RequestedSymbols
{
    private const int Most = 20;

    private readonly List<Request> _requests = [];

    public IReadOnlyList<Request> Requests => _requests;

    public void Add(Request request)
    {
        _requests.RemoveAll(r => r.Symbol == request.Symbol);
        _requests.Insert(0, request);
        if (_requests.Count > Most)
            _requests.RemoveAt(Most);
    }

    /// <param name="WasTracked">True if it was tracked before the request.</param>
    internal sealed record Request(Symbol Symbol, bool WasTracked);
}
