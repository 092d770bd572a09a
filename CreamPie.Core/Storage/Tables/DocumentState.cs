using System.Text.Json.Serialization;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Where a document is in the pipeline. The names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentState>))]
public enum DocumentState
{
    /// <summary>A request that has not been made yet.</summary>
    Planned,

    /// <summary>A worker is making the request.</summary>
    Fetching,

    /// <summary>The request is retried at its next attempt.</summary>
    Waiting,

    /// <summary>The bytes are in the archive and are to be parsed and loaded.</summary>
    Archived,

    /// <summary>Its bars are stored, or there was nothing new to store.</summary>
    Loaded,

    /// <summary>Dead letter: refused, kept for review or for a newer parser.</summary>
    Quarantined,

    /// <summary>Dead letter: given up.</summary>
    Dead,

    /// <summary>Taken out of the queue: no longer needed.</summary>
    Superseded,
}

/// <summary>Groups of states; <see cref="DocumentPredicates"/> has the query counterparts.</summary>
public static class DocumentStates
{
    /// <summary>States that have work left, possibly after a wait.</summary>
    internal static readonly DocumentState[] Open =
        [DocumentState.Planned, DocumentState.Waiting, DocumentState.Fetching, DocumentState.Archived];

    /// <summary>Not ended yet.</summary>
    public static bool IsOpen(this DocumentState state) => Open.Contains(state);

    /// <summary>Quarantined or dead.</summary>
    public static bool IsDeadLetter(this DocumentState state) => state is DocumentState.Quarantined or DocumentState.Dead;

    /// <summary>True for a dead letter and for a superseded file, unless its bytes were given up.</summary>
    public static bool IsRequeueable(this DocumentState state, bool isFile, bool isRemoved) =>
        !isRemoved && (state.IsDeadLetter() || (isFile && state == DocumentState.Superseded));
}
