using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreamPie.Tests.Clients;

/// <summary>Generated C#, compiled here with the calls of a test.</summary>
internal static class CompiledClient
{
    /// <param name="calls">Has the class Calls with MakeAsync.</param>
    /// <param name="generated">The client.</param>
    /// <param name="arguments">Of MakeAsync.</param>
    /// <returns>What MakeAsync says; nothing may warn.</returns>
    public static Task<string> RunAsync(string calls, IEnumerable<string> generated, params object[] arguments)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Generated", [.. generated.Append(calls).Select(source => CSharpSyntaxTree.ParseText(source))], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        image.Position = 0;
        var assembly = new AssemblyLoadContext("Generated", isCollectible: true).LoadFromStream(image);
        return (Task<string>)assembly.GetType("Calls")!.GetMethod("MakeAsync")!.Invoke(null, arguments)!;
    }
}
