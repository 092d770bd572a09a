using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http.Circuits;

/// <summary>Counts the connections of open pages on this node: one circuit each.</summary>
internal sealed class CircuitPlaces(IOptions<CircuitLimits> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _perPerson = [];
    private readonly Lock _lock = new();
    private int _total;

    /// <summary>Takes a place until it is disposed.</summary>
    /// <exception cref="LimitReachedException">There is none.</exception>
    public IDisposable Take(Caller caller)
    {
        lock (_lock)
        {
            if (RefusalOf(caller) is { } refusal)
                throw refusal;
            _perPerson[caller.Id] = CountOf(caller) + 1;
            _total++;
            return new Place(this, caller.Id);
        }
    }

    /// <summary>Why the caller cannot open another page now; null if there is a place.</summary>
    public LimitReachedException? Refusal(Caller caller)
    {
        lock (_lock)
            return RefusalOf(caller);
    }

    private LimitReachedException? RefusalOf(Caller caller)
    {
        var limits = options.Value;
        if (CountOf(caller) >= limits.PerPerson)
        {
            return new LimitReachedException(
                Sentence(limits.PerPerson, "You have", "the limit for one person. Close one that you do not need."), RetryAfter);
        }
        return _total >= limits.Total - (caller.IsAdmin ? 0 : limits.ForAdmins)
            ? new LimitReachedException(
                Sentence(_total, "This server has", "its limit. Wait until somebody closes one, or ask an admin to raise the limit."),
                RetryAfter, isServerBusy: true)
            : null;
    }

    private static string Sentence(int count, string who, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{who} {count:N0} {(count == 1 ? "page" : "pages")} open, {what}");

    private int CountOf(Caller caller) => _perPerson.GetValueOrDefault(caller.Id);

    private void Free(string person)
    {
        lock (_lock)
        {
            _total--;
            if (--_perPerson[person] == 0)
                _perPerson.Remove(person);
        }
    }

    private sealed class Place(CircuitPlaces places, string person) : IDisposable
    {
        private CircuitPlaces? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Free(person);
    }
}
