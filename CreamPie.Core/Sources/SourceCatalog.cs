using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources;

/// <summary>The installed sources by name, and the source orders.</summary>
public sealed class SourceCatalog
{
    private readonly Dictionary<SourceName, ISource> _byName;

    /// <param name="sources">The installed sources, one per name.</param>
    /// <param name="options">The installation's order.</param>
    public SourceCatalog(IEnumerable<ISource> sources, IOptions<SourcesOptions> options)
    {
        _byName = sources.ToDictionary(s => s.Name);
        Requestable = SourceOrder.Default(_byName.Keys);
        Order = OrderOf(options.Value.Order, SourceOrder.Default(_byName.Values.Where(s => s.FillsSeries).Select(s => s.Name)));
    }

    /// <summary>All that take requests, in the default order.</summary>
    public IReadOnlyList<SourceName> Requestable { get; }

    /// <summary>The installation's order; includes a second opinion only if the settings name it.</summary>
    public IReadOnlyList<SourceName> Order { get; }

    /// <summary>In rank order.</summary>
    public IEnumerable<ISource> All => _byName.Values.OrderBy(s => s.Name);

    /// <summary>The source of a name; a <see cref="NotInstalled"/> one if it is not installed (any more).</summary>
    /// <param name="name">Any source, installed or not.</param>
    public ISource this[SourceName name] => _byName.GetValueOrDefault(name) ?? new NotInstalled(name);

    /// <summary>A stock's own order without sources no longer installed; the installation's if none is left.</summary>
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
