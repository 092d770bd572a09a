using System.Data.Common;
using System.Reflection;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>
/// Each operation of Core that takes a <see cref="Caller"/>, called by whom it is not for: whatever page or endpoint leads to it. One that
/// is in neither list below is an admin's, so a new one is refused to everybody else until it is entered here.
/// </summary>
public sealed class OperationTests
{
    /// <summary>Of analysts and admins.</summary>
    private static readonly string[] ForAnalysts =
    [
        "ActionQuery.ActionsAsync", "AttemptQuery.AttemptsAsync", "BulkQuery.SeriesAsync", "BulkQuery.StartAsync",
        "CardQuery.CardsAsync", "ChangeQuery.ChangesAsync", "ComparisonQuery.CompareAsync", "DocumentQuery.DocumentAsync",
        "DocumentQuery.RawAsync", "FigureQuery.FiguresAsync", "FindQuery.FindAsync", "FindQuery.NeighboursAsync",
        "FindingQuery.OpenAsync", "IndicatorQuery.ComputeAsync", "ListingQuery.HistoryAsync", "ParsedQuery.ParsedAsync",
        "PastQuery.ActionsAsync", "PastQuery.BarsAsync",
        "PastQuery.LastAsync", "PriceQuery.PricesAsync", "ProvenanceQuery.DocumentAsync",
        "ProvenanceQuery.ProvenanceAsync", "PullQuery.NewestAsync", "QuoteQuery.LastAsync", "SeriesQuery.BarsAsync",
        "StockQuery.FactsAsync", "StockQuery.SymbolsAsync", "StockQuery.VersionsAsync", "Tracker.StopAsync",
        "Tracker.TrackAsync", "VersionQuery.ActionsAsync", "VersionQuery.SeriesAsync", "WorkerQuery.AreMissingAsync",
    ];

    /// <summary>What people do with their own accounts, and what asks on behalf of somebody who is let in already.</summary>
    private static readonly string[] ForAnyone =
    [
        "AccountDeletion.", "ApiKeys.", "Authenticator.", "DisplayNames.", "EmailChange.", "ExternalSignIn.", "FeedLinks.",
        "FirstAdmin.", "FirstAdminByProvider.", "HeavyReads.", "InvitationAcceptance.", "OwnDataExport.", "OwnPreferences.",
        "OwnSessions.", "Passkeys.", "PasswordChange.", "PasswordReset.", "Proofs.", "ProviderAcceptance.", "ProviderLinks.",
        "ProviderRoles.", "Registration.", "SecondFactor.", "SensitiveChange.",
    ];

    /// <summary>Writes in a caller's name, and decides nothing.</summary>
    private static readonly Type[] Scribes = [typeof(AuditTrail), typeof(RefusalAudit)];

    [Fact]
    public async Task Operation_of_an_admin_refuses_an_analyst_before_it_touches_the_database() =>
        Assert.Equal(ForAnalysts, await NotRefusedAsync(SeedData.Analyst));

    [Fact]
    public async Task Operation_of_an_analyst_refuses_whoever_has_no_role() =>
        Assert.Empty(await NotRefusedAsync(SeedData.WithoutRole));

    /// <summary>The operations of admins.</summary>
    internal static IEnumerable<MethodInfo> OfAdmins() => Operations().Where(operation =>
        !ForAnalysts.Contains(NameOf(operation)) && !ForAnyone.Any(o => NameOf(operation).StartsWith(o, StringComparison.Ordinal)));

    internal static string NameOf(MethodInfo operation) => $"{operation.DeclaringType!.Name}.{operation.Name}";

    private static async Task<IEnumerable<string>> NotRefusedAsync(Caller caller)
    {
        var commands = new CountedCommands();
        await using var app = await TestApplication.StartAsync(
            configure: services => services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(commands)));
        var operations = Operations();
        Assert.True(operations.Count > 60, $"{operations.Count} operations");
        var open = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            var name = NameOf(operation);
            if (ForAnyone.Any(o => name.StartsWith(o, StringComparison.Ordinal)))
                continue;
            await using var scope = app.Services.CreateAsyncScope();
            var service = scope.ServiceProvider.GetRequiredService(operation.DeclaringType!);
            if (!await IsRefusedAsync(service, operation, caller, commands))
                open.Add(name);
        }
        return open;
    }

    private static async Task<bool> IsRefusedAsync(object service, MethodInfo operation, Caller caller, CountedCommands commands)
    {
        using var count = commands.Begin();
        try
        {
            var arguments = operation.GetParameters().Select(p => Sample(p.ParameterType, caller)).ToArray();
            var result = operation.Invoke(service, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            if (result is Task task)
                await task;
            else if (result is IAsyncEnumerable<object> items)
                await items.GetAsyncEnumerator().MoveNextAsync();
            return false;
        }
        catch (AccessDeniedException)
        {
            Assert.True(commands.Count == 0, $"{operation.DeclaringType!.Name}.{operation.Name} asked the database before it refused.");
            return true;
        }
        catch (Exception fault) when (fault is NullReferenceException or ArgumentException or DbException)
        {
            // It went on, with arguments that are none.
            return false;
        }
    }

    private static List<MethodInfo> Operations() =>
    [
        .. typeof(Caller).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && !Scribes.Contains(t) && t != typeof(Caller))
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.GetParameters().Any(p => p.ParameterType == typeof(Caller))),
    ];

    private static object? Sample(Type type, Caller caller) =>
        type == typeof(Caller) ? caller
        : type == typeof(string) ? "x"
        : type == typeof(Symbol) ? Symbol.Parse("FOO")
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;

    /// <summary>Counts the database's commands of one call, and not those of the program's own work meanwhile.</summary>
    private sealed class CountedCommands : DbCommandInterceptor
    {
        private readonly AsyncLocal<Counter?> _current = new();

        public int Count => _current.Value?.Commands ?? 0;

        public IDisposable Begin() => _current.Value = new Counter();

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            _current.Value?.Add();
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            _current.Value?.Add();
            return new(result);
        }

        private sealed class Counter : IDisposable
        {
            public int Commands { get; private set; }

            public void Add() => Commands++;

            public void Dispose()
            {
            }
        }
    }
}
