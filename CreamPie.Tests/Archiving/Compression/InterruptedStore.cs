using CreamPie.Core.Archiving;

namespace CreamPie.Tests.Archiving.Compression;

/// <summary>A store whose process dies at one of its operations: before it, or right after it.</summary>
internal sealed class InterruptedStore(IArchiveStore store, int dieAt, bool after) : IArchiveStore
{
    private int _operations;

    public bool HasDied { get; private set; }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(() => store.ReadAsync(name, cancellationToken));

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(() => store.OpenAsync(name, cancellationToken));

    public Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        DoAsync(() => DoneAsync(store.WriteAsync(name, bytes, cancellationToken)));

    public Task MoveAsync(string from, string to, CancellationToken cancellationToken) =>
        DoAsync(() => DoneAsync(store.MoveAsync(from, to, cancellationToken)));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(() => DoneAsync(store.DeleteAsync(name, cancellationToken)));

    public IAsyncEnumerable<StoredFile> ListAsync(string folder, CancellationToken cancellationToken) =>
        store.ListAsync(folder, cancellationToken);

    public int Sweep(DateTime olderThan) => store.Sweep(olderThan);

    public Task TestAsync(CancellationToken cancellationToken) => store.TestAsync(cancellationToken);

    public string? WhyUnusable() => store.WhyUnusable();

    private async Task<T> DoAsync<T>(Func<Task<T>> operation)
    {
        var dies = ++_operations == dieAt;
        if (dies && !after)
            throw Death();
        var result = await operation();
        return dies ? throw Death() : result;
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    private InvalidOperationException Death()
    {
        HasDied = true;
        return new("The process died here.");
    }
}
