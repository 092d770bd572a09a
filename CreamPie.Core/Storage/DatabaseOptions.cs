namespace CreamPie.Core.Storage;

/// <summary>Supported databases.</summary>
public enum DatabaseProvider
{
    /// <summary>A file in the data folder; one process only.</summary>
    Sqlite,

    /// <summary>A server, shared by any number of processes.</summary>
    Postgres,
}

/// <summary>Settings of the database; its connection string is ConnectionStrings:CreamPie.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Database";

    /// <summary>SQLite unless set.</summary>
    public DatabaseProvider Provider { get; set; }

    /// <summary>False to start without SQLite's quick check of the file, which reads all of it.</summary>
    public bool CheckAtStart { get; set; } = true;
}
