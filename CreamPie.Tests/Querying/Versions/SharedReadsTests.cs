using CreamPie.Core.Querying.Versions;

namespace CreamPie.Tests.Querying.Versions;

public sealed class SharedReadsTests
{
    private readonly List<string> _commands = [];
    private readonly Queue<TaskCompletionSource> _ends = new([new(), new(), new()]);
    private readonly SharedReads<string, int> _reads;
    private int _version;

    public SharedReadsTests() => _reads = new(async keys =>
    {
        _commands.Add(string.Join(',', keys.Order()));
        var version = ++_version;
        await _ends.Dequeue().Task;
        return keys.Where(k => k != "gone").ToDictionary(k => k, _ => version);
    });

    [Fact]
    public async Task Callers_who_ask_during_a_command_share_the_next_one()
    {
        var ends = _ends.ToArray();
        var first = _reads.ReadAsync("A", CancellationToken.None);
        Task<int>[] later =
        [
            _reads.ReadAsync("A", CancellationToken.None), _reads.ReadAsync("B", CancellationToken.None),
            _reads.ReadAsync("A", CancellationToken.None),
        ];
        ends[0].SetResult();
        Assert.Equal(1, await first);
        Assert.All(later, asked => Assert.False(asked.IsCompleted));
        ends[1].SetResult();
        Assert.All(await Task.WhenAll(later), version => Assert.Equal(2, version));
        Assert.Equal(["A", "A,B"], _commands);
    }

    [Fact]
    public async Task Key_without_a_value_gets_none()
    {
        _ends.Peek().SetResult();
        Assert.Equal(0, await _reads.ReadAsync("gone", CancellationToken.None));
    }

    [Fact]
    public async Task Fault_reaches_its_callers_and_not_the_next()
    {
        var ends = _ends.ToArray();
        ends[0].SetException(new InvalidOperationException("The database is away."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _reads.ReadAsync("A", CancellationToken.None));
        ends[1].SetResult();
        Assert.Equal(2, await _reads.ReadAsync("A", CancellationToken.None));
    }

    [Fact]
    public async Task Caller_who_leaves_ends_nobody_elses_command()
    {
        var ends = _ends.ToArray();
        using var leaving = new CancellationTokenSource();
        var left = _reads.ReadAsync("A", leaving.Token);
        var first = _reads.ReadAsync("A", CancellationToken.None);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        ends[0].SetResult();
        ends[1].SetResult();
        Assert.Equal(2, await first);
    }
}
