using CreamPie.Core.Market;

namespace CreamPie.Core.Sources;

/// <summary>Every source that this installation knows, by name.</summary>
public sealed class SourceCatalog(IEnumerable<ISource> sources)
{
    private readonly Dictionary<SourceName, ISource> _byName = sources.ToDictionary(s => s.Name);

    /// <summary>In rank order.</summary>
    public IEnumerable<ISource> All => _byName.Values.OrderBy(s => s.Name);

    /// <exception cref="KeyNotFoundException">A document of a source that is not installed (any more).</exception>
    public ISource this[SourceName name] =>
        _byName.TryGetValue(name, out var source) ? source : throw new KeyNotFoundException($"There is no source {name}.");
}
