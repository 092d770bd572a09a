using CreamPie.Web.CommandLine;

namespace CreamPie.Tests.Support;

/// <summary>What a command reads and prints.</summary>
internal sealed class TestTerminal(string input = "") : ITerminal, IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public string Printed => _output.ToString();

    public string Errors => _error.ToString();

    public TextWriter Output => _output;

    public TextWriter Error => _error;

    public TextReader Input { get; } = new StringReader(input);

    public bool IsRedirected => true;

    public string ReadSecret(string prompt) => throw new InvalidOperationException("There is no terminal.");

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Input.Dispose();
    }
}
