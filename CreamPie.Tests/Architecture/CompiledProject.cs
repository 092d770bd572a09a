using System.Reflection;
using CreamPie.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreamPie.Tests.Architecture;

/// <summary>
/// A project as the compiler understands it: its sources, what the source generators made of them at the last build (Razor,
/// logging, regular expressions, JSON), and the libraries that these tests run on. Migrations are left out.
/// </summary>
internal sealed class CompiledProject
{
    private static readonly Lazy<CompiledProject> LazyCore = new(() => new("CreamPie.Core"));
    private static readonly Lazy<CompiledProject> LazyWeb = new(() => new("CreamPie.Web"));
    private static readonly Lazy<PortableExecutableReference[]> LazyLibraries = new(LoadLibraries);
    private static readonly CSharpParseOptions Parsing = new(documentationMode: DocumentationMode.None);

    private readonly CSharpCompilation _compilation;
    private readonly Lazy<Uses> _uses;

    private CompiledProject(string name)
    {
        Root = Path.Combine(Repository.Root, name);
        var output = Path.Combine(Root, "obj", Metadata("Configuration"), Metadata("TargetFramework"));
        var sources = Files(Root).Where(f => Rooms.StageOf(Path.GetRelativePath(Root, f)) is not ("obj" or "bin" or "node_modules"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal));
        var written = Files(Path.Combine(output, "generated")).Where(IsCurrent).Append(Path.Combine(output, name + ".GlobalUsings.g.cs"));
        var trees = sources.Concat(written).AsParallel().AsOrdered()
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), Parsing, f));
        var libraries = LazyLibraries.Value.Where(l => Path.GetFileNameWithoutExtension(l.FilePath) != name);
        // Without the flow analysis of null: it takes time and says nothing about who knows whom.
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Annotations);
        _compilation = CSharpCompilation.Create(name, trees, libraries, options);
        _uses = new(() => new UseFinder(Root, _compilation).Find(_compilation.SyntaxTrees));
    }

    public static CompiledProject Core => LazyCore.Value;

    public static CompiledProject Web => LazyWeb.Value;

    public string Root { get; }

    public Uses Uses => _uses.Value;

    /// <summary>What one more file would use, if it stood at <paramref name="path"/>.</summary>
    public Uses Planted(string path, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, Parsing, Path.Combine(Root, path));
        return new UseFinder(Root, _compilation.AddSyntaxTrees(tree)).Find([tree]);
    }

    /// <summary>The full name of a type that some file in the room declares by itself.</summary>
    public string TypeIn(string room, bool isRecord = false) =>
        _compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(t => t is { ContainingType: null, Arity: 0, Locations.Length: 1 })
            .Where(t => t.IsRecord == isRecord && (isRecord || t.TypeKind == TypeKind.Class))
            .Where(t => Rooms.Has(room, Path.GetRelativePath(Root, t.Locations[0].SourceTree!.FilePath).Replace('\\', '/')))
            .Select(t => t.ToDisplayString()).Order(StringComparer.Ordinal).First();

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(f => f.Replace('\\', '/'));

    /// <summary>What was generated for a component that was deleted or moved since stays in the output folder.</summary>
    private static bool IsCurrent(string generated)
    {
        const string Pragma = "#pragma checksum \"";
        var first = File.ReadLines(generated).FirstOrDefault() ?? "";
        return !first.StartsWith(Pragma, StringComparison.Ordinal) || File.Exists(first[Pragma.Length..first.IndexOf('"', Pragma.Length)]);
    }

    private static PortableExecutableReference[] LoadLibraries() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileNameWithoutExtension(f) is not ("CreamPie.Web" or "CreamPie.Tests"))
            .Select(f => MetadataReference.CreateFromFile(f))];

    private static string Metadata(string key) =>
        typeof(CompiledProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
