using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources;

/// <summary>Every source that this installation knows, by name, and in which order they are asked.</summary>
public sealed class SourceCatalog
{
    private readonly Dictionary<SourceName, ISource> _byName;

    /// <param name="sources">Those that are installed, one a name.</param>
    /// <param name="options">The installation's order.</param>
    public SourceCatalog(IEnumerable<ISource> sources, IOptions<SourcesOptions> options)
    {
        _byName = sources.ToDictionary(s => s.Name);
        Requestable = SourceOrder.Default(_byName.Keys);
        Order = OrderOf(options.Value.Order, SourceOrder.Default(_byName.Values.Where(s => s.FillsSeries).Select(s => s.Name)));
    }

    /// <summary>All that can be asked, in the default order.</summary>
    public IReadOnlyList<SourceName> Requestable { get; }

    /// <summary>The installation's order; a second opinion stands in it only where the settings name it.</summary>
    public IReadOnlyList<SourceName> Order { get; }

    /// <summary>In rank order.</summary>
    public IEnumerable<ISource> All => _byName.Values.OrderBy(s => s.Name);

    /// <summary>Where it is not installed (any more): one that can be asked for nothing and reads nothing.</summary>
    /// <param name="name">Any source, installed or not.</param>
    public ISource this[SourceName name] => _byName.GetValueOrDefault(name) ?? new NotInstalled(name);

    /// <summary>A stock's own order without what is not installed any more; the installation's where nothing is left.</summary>
    /// <param name="own">Null for the installation's.</param>
    public IReadOnlyList<SourceName> OrderOf(string? own) => OrderOf(own, Order);

    private IReadOnlyList<SourceName> OrderOf(string? own, IReadOnlyList<SourceName> otherwise)
    {
        if (own is null)
            return otherwise;
        _ = SourceOrder.Check(own, _byName.Keys, out var order);
        return order.Count > 0 ? order : otherwise;
    }
}
