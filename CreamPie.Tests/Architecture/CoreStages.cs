namespace CreamPie.Tests.Architecture;

/// <summary>Who may know whom in Core, in the order of the story of the data. CoreServices.cs, which registers them all, is above them.</summary>
internal static class CoreStages
{
    private const string Crash = "CrashPoint.cs";

    public static readonly Stage[] All =
    [
        new("Market") { IsPure = true },
        new("Users"),
        new("Database", "Market", "Users", Crash),
        new("Tracking", "Market", "Users", "Database"),
        new("Parsing", "Market") { IsPure = true },
        new("Sources", "Market", "Parsing") { IsPure = true },
        new("Retrieval", "Market", "Database", Crash) { Records = ["Sources"] },
        new("Archiving", "Market", Crash),
        new("Processing", "Market") { Records = ["Parsing"], IsPure = true },
        new("Loading", "Market", "Database", "Tracking", Crash) { Records = ["Processing"] },
        new("Ingestion", "Market", "Users", "Database", "Tracking", "Parsing", "Sources", "Retrieval", "Archiving", "Processing", "Loading", Crash),
        new("Analysis", "Market") { IsPure = true },
        new("Querying", "Market", "Users", "Database", "Tracking", "Parsing", "Sources", "Retrieval", "Archiving", "Loading", "Ingestion", "Analysis")
        {
            Records = ["Processing"],
        },
    ];

    /// <summary>Wrong directions that stand in the code today, to be mended: the list only ever becomes shorter.</summary>
    public static readonly (string From, string To)[] Debts =
    [
        ("Database", "Archiving"),
        ("Database", "Ingestion"),
        ("Database", "Loading"),
        ("Database", "Processing"),
        ("Database", "Retrieval"),
        ("Database", "Tracking"),
        ("Tracking", "Loading"),
    ];

    /// <summary>Folders with more than 15 files, to be divided into rooms.</summary>
    public static readonly string[] Crowded = ["Ingestion", "Loading", "Market", "Parsing", "Querying", "Retrieval"];
}
