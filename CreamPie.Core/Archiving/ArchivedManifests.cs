using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>The manifests as files, for copies of the archive; <see cref="Archive"/> reads and writes single ones.</summary>
public sealed partial class ArchivedManifests(IOptions<StorageOptions> storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly string _folder = Path.Combine(Path.GetFullPath(storage.Value.Archive), "documents");

    /// <summary>All of them, one after the other, in no order.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<(string Name, byte[] Bytes)> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder) : [])
        {
            if (IsName(Path.GetFileName(path)))
                yield return (Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken));
        }
    }

    /// <summary>True if there is one at least.</summary>
    public bool Any() => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder).Any(path => IsName(Path.GetFileName(path)));

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
        var path = Path.Combine(_folder, name);
        if (File.Exists(path))
        {
            var there = await File.ReadAllBytesAsync(path, cancellationToken);
            if (bytes.Span.SequenceEqual(there))
                return false;
            DurableFile.Move(path, Path.ChangeExtension(path, $"replaced-{Guid.NewGuid():N}.json"));
        }
        DurableFile.CreateFolder(_folder);
        var temporary = Path.Combine(Path.GetDirectoryName(_folder)!, "tmp", Guid.NewGuid().ToString("N"));
        DurableFile.CreateFolder(Path.GetDirectoryName(temporary)!);
        await DurableFile.WriteAsync(temporary, bytes, cancellationToken);
        DurableFile.Move(temporary, path);
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
