namespace CreamPie.Core.Querying.HeavyReading;

/// <summary>Admits a number of things at a time for each person; others of the same person wait, those of another do not.</summary>
internal sealed class PersonGate(int perPerson)
{
    private readonly Dictionary<string, Person> _people = [];

    /// <summary>Enters, and leaves when disposed; null if nobody left in time.</summary>
    public async Task<IDisposable?> TryEnterAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var person = Join(id);
        try
        {
            if (await person.Places.WaitAsync(wait, cancellationToken))
                return new Entry(this, id, person);
        }
        catch (OperationCanceledException)
        {
            Leave(id, person);
            throw;
        }
        Leave(id, person);
        return null;
    }

    private Person Join(string id)
    {
        lock (_people)
        {
            if (!_people.TryGetValue(id, out var person))
                _people[id] = person = new Person(new SemaphoreSlim(perPerson));
            person.Present++;
            return person;
        }
    }

    private void Leave(string id, Person person)
    {
        lock (_people)
        {
            if (--person.Present > 0)
                return;
            _people.Remove(id);
            person.Places.Dispose();
        }
    }

    private sealed record Person(SemaphoreSlim Places)
    {
        /// <summary>How many have entered or wait.</summary>
        public int Present { get; set; }
    }

    private sealed class Entry(PersonGate gate, string id, Person person) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 1)
                return;
            person.Places.Release();
            gate.Leave(id, person);
        }
    }
}
