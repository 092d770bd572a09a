using System.Collections;
using System.Reflection;
using CreamPie.Core.Storage;
using CreamPie.Web.Accounts.External;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>
/// Every key that the program reads, from its options: a class with a constant Section has a key for each public property. So a new setting
/// is known by itself.
/// </summary>
internal sealed class SettingKeys
{
    /// <summary>A name of the operator's choice.</summary>
    private const string Any = "*";

    /// <summary>A place in a list.</summary>
    private const string Index = "0";

    private static readonly Lazy<SettingKeys> Ours = new(Read);

    private readonly Dictionary<string, SettingKeys> _children = new(StringComparer.OrdinalIgnoreCase);

    public static SettingKeys All => Ours.Value;

    /// <summary>Names that may follow; empty for a value.</summary>
    public IReadOnlyCollection<string> Names => _children.Keys;

    public bool IsValue { get; private set; }

    /// <summary>Null if nothing is read there.</summary>
    public SettingKeys? Find(string name) =>
        _children.GetValueOrDefault(name.All(char.IsAsciiDigit) ? Index : name) ?? _children.GetValueOrDefault(Any);

    /// <param name="path">With colons.</param>
    public SettingKeys? FindPath(string path) => path.Split(':').Aggregate((SettingKeys?)this, (keys, name) => keys?.Find(name));

    private static SettingKeys Read()
    {
        var keys = new SettingKeys();
        var types = new[] { typeof(StorageOptions).Assembly, typeof(SettingKeys).Assembly }.SelectMany(a => a.GetTypes());
        foreach (var type in types)
        {
            if (type.IsClass
                && type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field
                && field.GetRawConstantValue() is string section)
                keys.Make(section).Add(type);
        }
        // The section itself is the list.
        keys.Make(OidcOptions.Section + ":" + Index).Add(typeof(OidcProvider));
        keys.Make("ConnectionStrings:CreamPie").IsValue = true;
        // Of the command copy-database.
        keys.Make("ConnectionStrings:Target").IsValue = true;
        return keys;
    }

    private SettingKeys Make(string path) => path.Split(':').Aggregate(
        this, (keys, name) => keys._children.TryGetValue(name, out var child) ? child : keys._children[name] = new SettingKeys());

    private void Add(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true })
                Make(property.Name).AddValue(property.PropertyType);
        }
    }

    private void AddValue(Type type)
    {
        if (type == typeof(string) || type.IsValueType)
            IsValue = true;
        else if (typeof(IDictionary).IsAssignableFrom(type))
            Make(Any).AddValue(type.GetGenericArguments()[^1]);
        else if (typeof(IEnumerable).IsAssignableFrom(type))
            Make(Index).AddValue(type.GetElementType() ?? type.GetGenericArguments()[^1]);
        else
            Add(type);
    }
}
