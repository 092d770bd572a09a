using System.Text;

namespace CreamPie.Web.CommandLine;

/// <summary>The terminal of a command; a test has its own.</summary>
internal interface ITerminal
{
    TextWriter Output { get; }

    TextWriter Error { get; }

    TextReader Input { get; }

    /// <summary>True if the input comes from a pipe or a file.</summary>
    bool IsRedirected { get; }

    /// <summary>Reads a line without showing it.</summary>
    string ReadSecret(string prompt);
}

internal sealed class ConsoleTerminal : ITerminal
{
    public TextWriter Output => Console.Out;

    public TextWriter Error => Console.Error;

    public TextReader Input => Console.In;

    public bool IsRedirected => Console.IsInputRedirected;

    public string ReadSecret(string prompt)
    {
        Console.Error.Write(prompt);
        var secret = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key != ConsoleKey.Backspace)
                secret.Append(key.KeyChar == '\0' ? "" : key.KeyChar.ToString());
            else if (secret.Length > 0)
                secret.Length--;
        }
        Console.Error.WriteLine();
        return secret.ToString();
    }
}
