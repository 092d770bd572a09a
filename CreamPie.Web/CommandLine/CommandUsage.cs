using System.CommandLine;
using CreamPie.Web.Http;

namespace CreamPie.Web.CommandLine;

/// <summary>Says what is wrong with a command line. Only a word in a command's place is repeated: any other may be a password.</summary>
internal static class CommandUsage
{
    private const string Program = "CreamPie.Web";

    public static string Refuse(ParseResult parsed, IReadOnlyList<string> words)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            var known = string.Join(", ", Leaves(parsed.RootCommandResult.Command).Select(c => string.Join(' ', Form(c))));
            // The word where this command's own name would be followed by the next.
            var word = parsed.UnmatchedTokens is [var first, ..] ? first : null;
            var isNamed = word is not null && words.Take(2).Contains(word);
            return (isNamed ? $"'{word}' is not known here." : "This is not how the program is used.")
                + $" Commands: {known} (--help explains them). Without a command, {Program} starts the server.";
        }
        var problems = parsed.Errors.Select(e => e.Message).Where(message => !parsed.UnmatchedTokens.Any(message.Contains));
        return string.Join(' ',
        [
            $"This is how the command is used: {Usage(command)}.",
            .. parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).Select(t => UnknownOption(command, t.Split('=')[0])).Distinct(),
            .. problems,
            command.Description,
        ]);
    }

    private static string UnknownOption(Command command, string name) =>
        Spelling.Nearest(name, command.Options.Where(o => !o.Hidden).Select(o => o.Name)) is { } nearest
            ? $"Did you mean {nearest}?"
            : "It has no other options.";

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static IEnumerable<string> Form(Command command) => [.. Names(command), .. command.Arguments.Select(a => $"<{a.Name}>")];

    private static string Usage(Command command) => string.Join(' ',
    [
        .. Form(command),
        .. command.Options.Where(o => !o.Hidden && !o.Name.EndsWith("help", StringComparison.Ordinal))
            .Select(o => o.Required ? Form(o) : $"[{Form(o)}]"),
    ]);

    private static string Form(Option option) =>
        option.ValueType == typeof(bool) ? option.Name : $"{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>";

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(p => p is not RootCommand) is { } parent
            ? Names(parent).Append(command.Name)
            : [command.Name];
}
