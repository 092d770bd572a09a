using System.Reflection;
using System.Text.RegularExpressions;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Architecture;

/// <summary>docs/security.md names a test for each line of the checklist; here the names are looked up.</summary>
public sealed partial class SecurityTableTests
{
    private static readonly Assembly Tests = typeof(SecurityTableTests).Assembly;

    [Fact]
    public void Every_named_test_exists()
    {
        var missing = new List<string>();
        foreach (var row in Rows())
        {
            IReadOnlyList<Type> classes = [];
            foreach (var name in Quoted().Matches(row).Select(m => m.Groups[1].Value).Where(IsTest))
            {
                var (type, method) = name.Split('.') is [var of, var one] ? (of, one) : (name, null);
                if (type.Length > 0)
                    classes = [.. Tests.GetTypes().Where(t => t.Name == type.Split('/')[^1])];
                if (classes.Count == 0 || (method is not null && classes.All(t => t.GetMethod(method) is null)))
                    missing.Add(name);
            }
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_line_has_a_test_or_a_reason()
    {
        var rows = Rows();
        Assert.True(rows.Count >= 28, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.True(
            Quoted().Matches(row).Any(m => IsTest(m.Groups[1].Value)) || row.Contains("Reason:", StringComparison.Ordinal), row));
        Assert.All(rows, row => Assert.DoesNotContain("missing", row, StringComparison.OrdinalIgnoreCase));
    }

    private static List<string> Rows() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "security.md"))
            .Where(line => line.Length > 4 && line[0] == '|' && char.IsAsciiDigit(line[2]) && line[3] == ' '),
    ];

    private static bool IsTest(string name) => TestName().IsMatch(name);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    /// <summary>A class, a class and its method, or a further method of the class before.</summary>
    [GeneratedRegex(@"^(?:(?:\w+/)?[A-Z]\w+Tests(?:\.\w+)?|\.[A-Z]\w*_\w+)$")]
    private static partial Regex TestName();
}
