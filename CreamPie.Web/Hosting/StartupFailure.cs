using System.Net.Sockets;
using System.Text.RegularExpressions;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Backups;
using CreamPie.Core.Storage;
using CreamPie.Web.Hosting.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Web.Hosting;

/// <summary>Turns faults that an operator can fix into one sentence that begins with the setting, instead of a stack trace.</summary>
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
        NewerSchemaException newer => newer.Message,
        BackupException refused => refused.Message,
        ArchiveAwayException away => away.Message,
        InvalidOperationException unreadable when Unreadable().Match(unreadable.Message) is { Success: true } match =>
            $"{SettingNames.Shown(match.Groups["key"].Value)} "
            + $"cannot be '{match.Groups["value"].Value}': {Expected(match.Groups["type"].Value)}.",
        InvalidDataException file when file.Message.StartsWith("Failed to load configuration", StringComparison.Ordinal) =>
            $"{file.Message} {file.GetBaseException().Message}",
        IOException { InnerException: AddressInUseException } busy => $"ASPNETCORE_URLS: {busy.Message} Set another one.",
        _ when IsOfListening(exception) => $"ASPNETCORE_URLS: this address cannot be listened on: {Sentence(exception)}",
        UnauthorizedAccessException or IOException => $"Storage__Path: {Sentence(exception)} CreamPie needs to write its data folder.",
        _ => Chain(exception).Select(OfDatabase).FirstOrDefault(message => message is not null),
    };

    private static string? OfDatabase(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"ConnectionStrings__CreamPie: the role has no right to set up its tables: {Sentence(refused.MessageText)} "
            + "Make it the owner of the database, or grant it CREATE on the database and on the schema public.",
        PostgresException refused => $"ConnectionStrings__CreamPie: the database cannot be used: {Sentence(refused.MessageText)}",
        NpgsqlException database => "ConnectionStrings__CreamPie: the database cannot be used: "
            + Sentence(database.Message + (database.InnerException is { } inner ? $" ({inner.Message})" : "")),
        SocketException network => $"ConnectionStrings__CreamPie: the database cannot be reached: {Sentence(network)}",
        SqliteException database => $"Storage__Path, ConnectionStrings__CreamPie: the database cannot be used: {Sentence(database)}",
        _ => null,
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? fault = exception; fault is not null; fault = fault.InnerException)
            yield return fault;
    }

    /// <summary>Kestrel throws what its sockets and certificates throw.</summary>
    private static bool IsOfListening(Exception exception) =>
        exception is SocketException or InvalidOperationException or IOException or ArgumentException or FormatException
        && exception.StackTrace?.Contains("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;

    private static string Join(IEnumerable<string> failures) =>
        string.Join(Environment.NewLine, failures.Select(failure => Annotation().Replace(failure, "$1")).Distinct());

    private static string Sentence(Exception fault) => Sentence(fault.Message);

    private static string Sentence(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";

    private static string Expected(string typeName)
    {
        var type = typeof(StartupFailure).Assembly.GetType(typeName)
            ?? typeof(DatabaseOptions).Assembly.GetType(typeName)
            ?? Type.GetType(typeName);
        if (type?.IsEnum == true)
            return "it is one of " + string.Join(", ", Enum.GetNames(type));
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "it is true or false",
            TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => "it is a whole number",
            TypeCode.Double or TypeCode.Decimal => "it is a number like 2.5",
            _ when type == typeof(TimeSpan) => "it is a length of time like 00:00:30 (hours, minutes, seconds)",
            _ => $"it is a text of type {typeName.Split('.')[^1]}",
        };
    }

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>.*)' to type '(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex Unreadable();

    [GeneratedRegex("^DataAnnotation validation failed for .*? with the error: '(.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();
}
