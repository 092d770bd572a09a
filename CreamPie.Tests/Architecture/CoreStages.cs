namespace CreamPie.Tests.Architecture;

/// <summary>Who may know whom in Core, in the order of the data's story; CoreServices.cs, which registers all, is above them.</summary>
internal static class CoreStages
{
    public static readonly Stage[] All =
    [
        new("Market") { IsPure = true },
        new("Storage", "Market") { Records = ["Sources/Contract"] },
        new("Accounts", "Market", "Storage"),
        new("Tracking", "Market", "Storage", "Accounts") { Records = ["Sources/Contract"] },
        new("Sources", "Market") { IsPure = true },
        new("Retrieval", "Market", "Storage") { Records = ["Sources/Contract"] },
        new("Archiving", "Storage") { Records = ["Sources/Contract"] },
        new("Processing", "Market") { Records = ["Sources/Contract"], Classes = ["Excerpt"], IsPure = true },
        new("Loading", "Market", "Storage") { Records = ["Sources/Contract", "Processing"], Classes = ["FindingList"] },
        new("Ingestion", "Market", "Storage", "Accounts", "Tracking", "Sources", "Retrieval", "Archiving", "Processing", "Loading"),
        // It copies what the stages have made, and rebuilds it by the pipeline.
        new("Backups", "Market", "Storage", "Accounts", "Archiving", "Loading", "Ingestion"),
        new("Quotes", "Market", "Storage") { Records = ["Sources/Contract", "Retrieval"], Classes = ["SourceCatalog", "SourceClient"] },
        new("Analysis", "Market") { IsPure = true },
        // It reads a document again to say what stands where, and says of a day which document won it by the loader's own rule.
        new("Querying", "Market", "Storage", "Accounts", "Quotes", "Analysis")
        {
            Records = ["Sources/Contract", "Processing", "Ingestion"],
            Classes =
            [
                "SourceCatalog", "DocumentText", "Archive", "DocumentReader", "DayWinners", "LedgerSummary", "SourceSummary", "BasisRange",
                "SummaryBytes",
            ],
        },
        // It watches the program and serves no data.
        new("Monitoring", "Market", "Storage", "Accounts")
        {
            Records = ["Sources/Contract", "Querying/Operating", "Querying/Sources"],
            Classes =
            [
                "LastSweep", "PeriodicService", "MaintenanceSchedule", "OutboundConnections", "ConnectionRefusedException", "OverviewQuery",
            ],
        },
    ];
}
