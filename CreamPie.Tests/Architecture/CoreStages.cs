namespace CreamPie.Tests.Architecture;

/// <summary>Who may know whom in Core, in the order of the story of the data. CoreServices.cs, which registers them all, is above them.</summary>
internal static class CoreStages
{
    public static readonly Stage[] All =
    [
        new("Market") { IsPure = true },
        new("Storage", "Market") { Records = ["Sources/Contract"] },
        new("Accounts", "Market", "Storage"),
        new("Tracking", "Market", "Storage", "Accounts"),
        new("Sources", "Market") { IsPure = true },
        new("Retrieval", "Market", "Storage") { Records = ["Sources/Contract"] },
        new("Archiving", "Storage") { Records = ["Sources/Contract"] },
        new("Processing", "Market") { Records = ["Sources/Contract"], Classes = ["Excerpt"], IsPure = true },
        new("Loading", "Market", "Storage") { Records = ["Sources/Contract", "Processing"] },
        new("Ingestion", "Market", "Storage", "Accounts", "Tracking", "Sources", "Retrieval", "Archiving", "Processing", "Loading"),
        new("Quotes", "Market", "Storage") { Records = ["Sources/Contract", "Retrieval"], Classes = ["SourceCatalog", "SourceClient"] },
        new("Analysis", "Market") { IsPure = true },
        // It reads a document again to say what stands where, and says of a day which document won it by the loader's own rule.
        new("Querying", "Market", "Storage", "Accounts", "Quotes", "Analysis")
        {
            Records = ["Sources/Contract", "Processing"],
            Classes = ["SourceCatalog", "DocumentText", "Archive", "DocumentReader", "DayWinners"],
        },
    ];

    /// <summary>Wrong directions that stand in the code today, by the place and the type that it knows: the list only ever becomes shorter.</summary>
    public static readonly (string Room, string Type)[] Debts =
    [
        ("Ingestion/IngestionServices.cs", "QuoteService"),
        ("Ingestion/Planning", "AttemptResult"),
        ("Ingestion/SourceHealth", "AttemptResult"),
        ("Quotes", "HostGate"),
        ("Quotes", "SourceCircuitBreaker"),
        ("Querying/Documents", "SourceCircuitBreaker"),
        ("Querying/Series", "ActionItem"),
        ("Querying/Series", "StockQuery"),
    ];
}
