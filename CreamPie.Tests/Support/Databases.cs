using System.Reflection;
using CreamPie.Core.Storage;
using Xunit.Sdk;

namespace CreamPie.Tests.Support;

/// <summary>
/// <c>[Theory, OnSqlite, OnPostgres] public async Task It_holds(DatabaseProvider provider)</c> runs once on each database;
/// further arguments follow the provider: <c>[OnSqlite("a", 1)]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnSqliteAttribute(params object?[] more) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[DatabaseProvider.Sqlite, .. more]];
}

/// <summary>Skipped, with a reason, where there is no PostgreSQL; on CI never.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnPostgresAttribute : DataAttribute
{
    private readonly object?[] _more;

    public OnPostgresAttribute(params object?[] more)
    {
        _more = more;
        Skip = PostgresFixture.SkipReason;
    }

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[DatabaseProvider.Postgres, .. _more]];
}

/// <summary><c>[MemberData]</c> of a method that takes the database whose rows it gives: on PostgreSQL, skipped as above.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PostgresMemberDataAttribute : MemberDataAttributeBase
{
    public PostgresMemberDataAttribute(string memberName)
        : base(memberName, [DatabaseProvider.Postgres]) => Skip = PostgresFixture.SkipReason;

    protected override object?[]? ConvertDataItem(MethodInfo testMethod, object item) => (object?[]?)item;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresFixture.SkipReason;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresFixture.SkipReason;
}
