using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CreamPie.Core.Archiving;

/// <summary>The manifests as files, for copies of the archive; <see cref="Archive"/> reads and writes single ones.</summary>
public sealed partial class ArchivedManifests(IArchiveStore store)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>All of them, one after the other, in no order.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<(string Name, byte[] Bytes)> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(FileName.Manifests, cancellationToken))
        {
            var name = Path.GetFileName(file.Name);
            if (IsName(name) && await store.ReadAsync(file.Name, cancellationToken) is { } bytes)
                yield return (name, bytes);
        }
    }

    /// <summary>True if there is one at least.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        await store.ListAsync(FileName.Manifests, cancellationToken).AnyAsync(f => IsName(Path.GetFileName(f.Name)), cancellationToken);

    /// <summary>Puts a file in its place; another document's of the same number is kept beside it.</summary>
    /// <param name="name">As <see cref="AllAsync"/> gave it.</param>
    /// <param name="bytes">Of the file.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>False if it was there already.</returns>
    /// <exception cref="ArgumentException">The name is none of a manifest.</exception>
    public async Task<bool> PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' is not the name of a manifest.", nameof(name));
        var path = $"{FileName.Manifests}/{name}";
        if (await store.ReadAsync(path, cancellationToken) is { } there)
        {
            if (bytes.Span.SequenceEqual(there))
                return false;
            await store.MoveAsync(path, Path.ChangeExtension(path, $"replaced-{Guid.NewGuid():N}.json"), cancellationToken);
        }
        await store.WriteAsync(path, bytes, cancellationToken);
        return true;
    }

    /// <summary>What a manifest says; null if it is damaged.</summary>
    /// <param name="bytes">Of the file.</param>
    public static Manifest? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(bytes, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True for 12.json and for what was kept beside it (12.HASH.json, 12.damaged).</summary>
    /// <param name="name">Without a folder.</param>
    public static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[0-9]{1,10}(\.[0-9a-f]{64}|\.replaced-[0-9a-f]{32})?\.(json|damaged)$")]
    private static partial Regex Name();
}
