using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreamPie.Tests.Architecture;

/// <summary>Asks the compiler what each name, constructor call, operator and cast means, and where that is declared.</summary>
internal sealed class UseFinder(string root, CSharpCompilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, string> _paths = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, string> _typeNames = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentBag<Use> _own = [];
    private readonly ConcurrentBag<LibraryUse> _libraries = [];
    private readonly ConcurrentBag<string> _async = [];
    private readonly ConcurrentBag<string> _unresolved = [];

    public Uses Find(IEnumerable<SyntaxTree> trees)
    {
        Parallel.ForEach(trees.Where(t => !PathOf(t).StartsWith("obj/", StringComparison.Ordinal)), Visit);
        return new(
            [.. _own.OrderBy(u => u.File, StringComparer.Ordinal).ThenBy(u => u.Line)],
            [.. _libraries.OrderBy(u => u.File, StringComparer.Ordinal).ThenBy(u => u.Line)],
            [.. _async.Order(StringComparer.Ordinal)],
            [.. _unresolved.Order(StringComparer.Ordinal)]);
    }

    private void Visit(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (IsAsync(node))
                _async.Add($"{PathOf(tree)}:{LineOf(node.GetLocation())} is async");
            if (IsUse(node))
                Visit(node, tree, model);
        }
    }

    private static bool IsNameof(SyntaxNode node) => node is IdentifierNameSyntax { Identifier.Text: "nameof" };

    private static bool IsAsync(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static bool IsUse(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { IsVar: true } => false,
        SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax => true,
        BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or CastExpressionSyntax => true,
        _ => false,
    };

    private void Visit(SyntaxNode node, SyntaxTree tree, SemanticModel model)
    {
        var info = model.GetSymbolInfo(node);
        var found = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (found is null or IErrorTypeSymbol && !IsNameof(node) && model.GetTypeInfo(node).Type is IErrorTypeSymbol)
            _unresolved.Add($"{PathOf(tree)}:{LineOf(node.GetLocation())} {node}");
        var symbol = found?.OriginalDefinition;
        if (symbol is IMethodSymbol { ReducedFrom: { } extension })
            symbol = extension;
        if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol)
            || (symbol as INamedTypeSymbol ?? symbol.ContainingType) is not { } type)
            return;
        var line = LineOf(node.GetLocation());
        if (DeclaredIn(symbol, tree) is { } target)
            _own.Add(new(PathOf(tree), line, target, NameOf(symbol, type), IsRecord(type)));
        else if (symbol.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly))
            _libraries.Add(new(PathOf(tree), line, assembly.Name, FullNameOf(type), symbol is INamedTypeSymbol ? null : symbol.Name));
    }

    /// <summary>Null if it is not declared in this project, or in the same file; of a type in several files the nearest.</summary>
    private string? DeclaredIn(ISymbol symbol, SyntaxTree user)
    {
        var trees = symbol.Locations.Where(l => l.IsInSource).Select(l => l.SourceTree!).ToList();
        if (trees.Count == 0 || trees.Contains(user))
            return null;
        var paths = trees.Select(PathOf).Where(p => !p.StartsWith("obj/", StringComparison.Ordinal)).ToList();
        var folder = Rooms.Of(PathOf(user));
        return paths.FirstOrDefault(p => Rooms.Of(p) == folder) ?? paths.FirstOrDefault();
    }

    private static bool IsRecord(INamedTypeSymbol type) =>
        type.IsRecord || type.TypeKind is TypeKind.Enum or TypeKind.Interface or TypeKind.Delegate;

    private string FullNameOf(INamedTypeSymbol type) => _typeNames.GetOrAdd(type, t => t.ToDisplayString());

    private static string NameOf(ISymbol symbol, INamedTypeSymbol type)
    {
        var name = symbol is INamedTypeSymbol ? type.Name : $"{type.Name}.{symbol.Name}";
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            name = $"{container.Name}.{name}";
        return name;
    }

    /// <summary>Inside the project, with slashes; of generated code that of the component it was made from.</summary>
    private string PathOf(SyntaxTree tree) => _paths.GetOrAdd(tree, t =>
    {
        var path = t.GetText().Lines[0].ToString() is { } first && first.StartsWith("#pragma checksum \"", StringComparison.Ordinal)
            ? first.Split('"')[1]
            : t.FilePath;
        return Path.GetRelativePath(root, path).Replace('\\', '/');
    });

    private static int LineOf(Location location) => location.GetMappedLineSpan() is { HasMappedPath: true } mapped
        ? mapped.StartLinePosition.Line + 1
        : location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) ? 0 : location.GetLineSpan().StartLinePosition.Line + 1;
}
