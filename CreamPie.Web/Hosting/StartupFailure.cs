using System.Text.RegularExpressions;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Web.Hosting;

/// <summary>Turns faults that an operator can fix into one readable message instead of a stack trace.</summary>
internal static partial class StartupFailure
{
    /// <summary>Null for a fault that no setting fixes: it keeps its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => Join(invalid.Failures),
        AggregateException many when many.InnerExceptions.All(e => e is OptionsValidationException) =>
            Join(many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)),
        DataFolderInUseException inUse => inUse.Message,
        MixedDataException mixed => mixed.Message,
        ArchiveAwayException away => away.Message,
        NpgsqlException database => $"The database cannot be used (ConnectionStrings__CreamPie): {database.Message}"
            + (database.InnerException is { } inner ? $" ({inner.Message})" : ""),
        SqliteException database => $"The database cannot be used (Storage__Path, ConnectionStrings__CreamPie): {database.Message}",
        IOException { InnerException: AddressInUseException } busy => $"{busy.Message} Set another one (ASPNETCORE_URLS).",
        UnauthorizedAccessException denied => $"{denied.Message} CreamPie needs to write its data folder (Storage__Path).",
        InvalidOperationException unreadable when Unreadable().Match(unreadable.Message) is { Success: true } match =>
            $"{match.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal)} "
            + $"cannot be '{match.Groups["value"].Value}': {Expected(match.Groups["type"].Value)}.",
        _ => null,
    };

    private static string Join(IEnumerable<string> failures) => string.Join(Environment.NewLine, failures.Distinct());

    private static string Expected(string typeName)
    {
        var type = typeof(StartupFailure).Assembly.GetType(typeName)
            ?? typeof(DatabaseOptions).Assembly.GetType(typeName)
            ?? Type.GetType(typeName);
        if (type?.IsEnum == true)
            return "it is one of " + string.Join(", ", Enum.GetNames(type));
        return type == typeof(bool) ? "it is true or false" : $"it is a number or text of type {typeName.Split('.')[^1]}";
    }

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>.*)' to type '(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex Unreadable();
}
